package dev.agenthub.app.verification;

import dev.agenthub.app.text.Messages;
import dev.agenthub.evidence.verify.KeptPin;
import dev.agenthub.evidence.verify.StateBeside;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import java.nio.file.Path;

/** Sentences about keys and pins that the command line and the screens have in common. */
public final class TrustText {
    private static final Messages MESSAGES = Messages.of(TrustText.class);

    private TrustText() {}

    /** Another key was recorded for the log before. */
    public static String contradicts() {
        return MESSAGES.text("trust.contradicts");
    }

    /** A pin was saved in {@code file}, which the sentence names as {@code shown}, with a state or the reason why there is none. */
    public static String pinSaved(Path file, String shown, StateBeside state) {
        return MESSAGES.text(switch (state) {
            case SAVED -> "trust.pin-saved";
            case JUDGED_IN_PART -> "trust.pin-saved.in-part";
            case TOO_LARGE -> "trust.pin-saved.too-large";
        }, shown, KeptPin.stateFile(file).getFileName(), SavedState.MAX_BYTES >> 20);
    }

    /** The controls were judged in part, since the pin has no state. */
    public static String stateless() {
        return MESSAGES.text("trust.stateless", statelessRemedy());
    }

    /** Where a pin with a state comes from. */
    static String statelessRemedy() {
        return MESSAGES.text("trust.stateless.remedy");
    }
}
