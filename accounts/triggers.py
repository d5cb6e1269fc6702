"""What the database itself refuses of the logs of log-ins, whoever asks."""

import pgtrigger

# Old ones are forgotten, hence no word of deletes.
ATTEMPT_NEVER_CHANGES = pgtrigger.Protect(name="log_in_attempt_never_changes", operation=pgtrigger.Update)
RESET_NEVER_CHANGES = pgtrigger.Protect(
    name="factor_reset_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
)
