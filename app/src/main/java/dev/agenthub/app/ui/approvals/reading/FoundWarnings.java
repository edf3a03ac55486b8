package dev.agenthub.app.ui.approvals.reading;

import java.util.BitSet;
import java.util.List;

/** All warnings about a text, prepared for drawing, since there may be a million of them. Immutable. */
public final class FoundWarnings {
    public static final FoundWarnings NONE = new FoundWarnings(List.of());

    private final List<WarningLine> lines;
    private final BitSet characters = new BitSet();

    private FoundWarnings(List<Warning> warnings) {
        lines = new WarningText().lines(warnings);
        warnings.forEach(warning -> characters.set(warning.span().start(), warning.span().end()));
    }

    /** Prepares these warnings, which are in order, most serious first; slow for many. */
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
