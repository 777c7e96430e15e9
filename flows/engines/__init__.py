"""How the parts of a stage are carried out: plainly, by Prefect, on Dask."""
