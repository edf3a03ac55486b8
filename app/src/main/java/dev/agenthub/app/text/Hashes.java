package dev.agenthub.app.text;

/** Lays out hashes and identifiers so that two of them can be compared by eye. */
public final class Hashes {
    private static final int CHUNK = 8;
    private static final int CHUNKS_A_LINE = 4;

    private Hashes() {}

    /** All of it, in groups of eight, four groups a line. */
    public static String inChunks(String hex) {
        return inChunks(hex, CHUNKS_A_LINE);
    }

    /** All of it, in groups of eight, so many groups a line. */
    public static String inChunks(String hex, int groupsALine) {
        var text = new StringBuilder();
        for (int at = 0; at < hex.length(); at += CHUNK) {
            if (at > 0) {
                text.append(at / CHUNK % groupsALine == 0 ? '\n' : ' ');
            }
            text.append(hex, at, Math.min(at + CHUNK, hex.length()));
        }
        return text.toString();
    }

    /** Its two ends on two lines, for where all of it is one hover away and room is scarce. */
    public static String ends(String hex) {
        return hex.substring(0, CHUNK) + "\n" + hex.substring(hex.length() - CHUNK);
    }

    /** Its two ends, for where all of it is one hover or one copy away. */
    public static String shortened(String id) {
        return id.length() <= 2 * CHUNK + 1
                ? id
                : id.substring(0, CHUNK) + "…" + id.substring(id.length() - CHUNK);
    }
}
