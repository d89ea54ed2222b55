"""How large a file from a form may be: more is stopped on its way, before it fills the disk."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

_MARK = "urtuu.upload_too_large"


class LimitedUpload(FileUploadHandler):
    """Stands before the handlers that keep a file and lets no more through than the site takes."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Passes a piece on. The rest of too large a file is read, not kept, so that the person is told."""
        if start + len(raw_data) > settings.LARGEST_UPLOAD:
            if self.request is not None:
                self.request.META[_MARK] = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers behind keep the file."""


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was stopped."""
    return bool(request.META.get(_MARK))
