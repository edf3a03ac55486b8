package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.verify.controls.saved.SavedState;

/** What stands beside a pin once it is saved, and where no state does, why. */
public enum StateBeside {
    /** The state at the pin. */
    SAVED,
    /** None, since the controls were judged in part. */
    JUDGED_IN_PART,
    /** None, since it would be larger than {@link SavedState#MAX_BYTES}. */
    TOO_LARGE
}
