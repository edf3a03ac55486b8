package dev.agenthub.db.doctor;

/**
 * One thing that was examined, and what became of it.
 *
 * @param code     what a refusal on its account is called; empty where there is nothing to refuse
 * @param subject  what was looked at, such as {@code hub.member}
 * @param sentence what is the case
 * @param remedy   what a person can do about it; empty where nothing needs to be done
 * @param sql      statements that show or mend it, a line each, for whoever administers the server; empty where there is none
 */
public record Finding(Verdict verdict, String code, String subject, String sentence, String remedy, String sql) {

    /** How bad it is: {@link #WRONG} keeps the backend from serving. */
    public enum Verdict {
        FINE, NOTICE, WRONG
    }

    public static Finding fine(String subject, String sentence) {
        return new Finding(Verdict.FINE, "", subject, sentence, "", "");
    }

    public static Finding notice(String subject, String sentence, String remedy) {
        return new Finding(Verdict.NOTICE, "", subject, sentence, remedy, "");
    }

    public static Finding wrong(String code, String subject, String sentence, String remedy) {
        return new Finding(Verdict.WRONG, code, subject, sentence, remedy, "");
    }

    Finding with(String statements) {
        return new Finding(verdict, code, subject, sentence, remedy, statements);
    }
}
