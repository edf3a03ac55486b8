package dev.agenthub.db.organization;

/**
 * The kind of principal that acts in a transaction, with its code in a token. Code 4 is no principal: it admits to the directory of
 * organizations.
 */
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
