package dev.agenthub.app.text;

import dev.agenthub.evidence.Coded;

/** A failure as shown to a person: one sentence and a stable code. */
public record Failure(String code, String sentence) {
    private static final Messages MESSAGES = Messages.of(Failure.class);

    public static Failure of(Throwable thrown) {
        return switch (thrown) {
            case Coded coded -> new Failure(coded.code(), coded.sentence());
            default -> {
                System.getLogger(Failure.class.getName()).log(System.Logger.Level.ERROR, "Unexpected failure", thrown);
                yield new Failure("UNEXPECTED", MESSAGES.text("failure.unexpected", thrown.getClass().getSimpleName()));
            }
        };
    }

    /** Sentence and code in one line. */
    public String line() {
        return sentence + "  [" + code + "]";
    }
}
