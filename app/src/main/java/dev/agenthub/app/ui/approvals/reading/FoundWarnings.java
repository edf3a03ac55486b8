package dev.agenthub.app.ui.approvals.reading;

import java.util.BitSet;
import java.util.List;

/** All that a reader of a text is warned of, ready to be drawn: there may be a million places. Immutable. */
public final class FoundWarnings {
    public static final FoundWarnings NONE = new FoundWarnings(List.of());

    private final List<WarningLine> lines;
    private final BitSet characters = new BitSet();

    private FoundWarnings(List<Warning> warnings) {
        lines = new WarningText().lines(warnings);
        warnings.forEach(warning -> characters.set(warning.span().start(), warning.span().end()));
    }

    /** In this order, which is the worst first; takes long where they are many. */
    public static FoundWarnings of(List<Warning> warnings) {
        return new FoundWarnings(warnings);
    }

    /** One for each cause. */
    List<WarningLine> lines() {
        return lines;
    }

    /** Sets what a reader is warned of, by the index of each character. */
    void markIn(BitSet text) {
        text.or(characters);
    }
}
