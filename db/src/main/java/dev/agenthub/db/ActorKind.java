package dev.agenthub.db;

/** Who acts in a transaction; the byte is how the sealed context and its token name it. */
public enum ActorKind {
    MEMBER(1), AGENT(2), SYSTEM(3);

    private final int code;

    ActorKind(int code) {
        this.code = code;
    }

    byte code() {
        return (byte) code;
    }
}
