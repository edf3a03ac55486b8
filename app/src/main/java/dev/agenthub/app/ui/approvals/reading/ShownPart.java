package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Sizes;

/** Says how much of a text was on screen. */
public final class ShownPart {
    private static final Messages MESSAGES = Messages.of(ShownPart.class);

    private ShownPart() {}

    /**
     * The size of a text, and the share of it that was on screen.
     *
     * @param bytes the size of its bytes
     * @param text as it is shown
     * @param unread the number of its characters that were not on screen yet
     */
    public static String of(long bytes, String text, int unread) {
        if (unread == 0) {
            return MESSAGES.text("shown.all", Sizes.of(bytes));
        }
        // Rounded down: what is not all shown must not read 100 %.
        double shown = Math.floor((1 - Math.min(1, (double) unread / text.length())) * 100) / 100;
        return MESSAGES.text("shown.part", Sizes.of(bytes), shown);
    }
}
