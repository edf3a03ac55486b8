package dev.agenthub.db.organization;

/** Who acts in a transaction; the byte is how a token names it. 4 is no actor: it admits to the directory. */
public enum PrincipalKind {
    MEMBER(1), AGENT(2), SYSTEM(3), AUDITOR(5);

    private final int code;

    PrincipalKind(int code) {
        this.code = code;
    }

    byte code() {
        return (byte) code;
    }
}
