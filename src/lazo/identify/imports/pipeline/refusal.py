"""Why a batch is not checked, imported or undone."""


class UnableToImport(Exception):
    """The batch can't be checked, imported or undone now; `code` says why.

    Codes: not_allowed, not_mapped, wrong_state, another_running, check_running, import_running, same_file,
    plan_lost.
    """

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.params = params
