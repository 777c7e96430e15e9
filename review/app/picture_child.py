"""What draws a page of a PDF, in a process of its own: `python -m review.app.picture_child PAGE WIDTH BYTES`.

The PDF comes in on standard input; what goes out is the page's width and height in points on one line, then a PNG of
the width asked for. The process has BYTES of address space and ends with 1 when there is no such page.
"""

from __future__ import annotations

import resource
import sys

import pypdfium2 as pdfium


def main() -> int:
    """Set the limits and draw."""
    page_number, width, memory = (int(argument) for argument in sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        document = pdfium.PdfDocument(sys.stdin.buffer.read())
        page = document[page_number - 1]
    except (pdfium.PdfiumError, IndexError):
        return 1
    across, down = page.get_size()
    scale = min(width / across, 4 * width / down)
    image = page.render(scale=scale).to_pil()
    sys.stdout.buffer.write(f"{across} {down}\n".encode())
    image.save(sys.stdout.buffer, format="png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
