package dev.agenthub.db.doctor;

/**
 * The result of one check of a server or database.
 *
 * @param code     the code of the {@link dev.agenthub.db.failure.StartupException} that it leads to; empty unless {@link Severity#WRONG}
 * @param subject  what was looked at, such as {@code hub.member}
 * @param sentence what is the case
 * @param remedy   what a person can do about it; empty where nothing needs to be done
 * @param sql      statements that show or mend it, a line each, for whoever administers the server; empty where there is none
 */
public record CheckResult(Severity severity, String code, String subject, String sentence, String remedy, String sql) {

    /** The severity of a result; {@link #WRONG} keeps the backend from serving. */
    public enum Severity {
        FINE, NOTICE, WRONG
    }

    public static CheckResult fine(String subject, String sentence) {
        return new CheckResult(Severity.FINE, "", subject, sentence, "", "");
    }

    public static CheckResult notice(String subject, String sentence, String remedy) {
        return new CheckResult(Severity.NOTICE, "", subject, sentence, remedy, "");
    }

    public static CheckResult wrong(String code, String subject, String sentence, String remedy) {
        return new CheckResult(Severity.WRONG, code, subject, sentence, remedy, "");
    }

    CheckResult with(String statements) {
        return new CheckResult(severity, code, subject, sentence, remedy, statements);
    }
}
