package dev.agenthub.app.text;

/** Formats hashes and identifiers for comparison by eye. */
public final class Hashes {
    private static final int CHUNK = 8;
    private static final int CHUNKS_A_LINE = 4;

    private Hashes() {}

    /** The whole text in groups of eight characters, four groups a line. */
    public static String inChunks(String hex) {
        return inChunks(hex, CHUNKS_A_LINE);
    }

    /** The whole text in groups of eight characters, {@code groupsALine} groups a line. */
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

    /** Beginning and end on two lines, for narrow places whose tooltip has the whole text. */
    public static String ends(String hex) {
        return hex.substring(0, CHUNK) + "\n" + hex.substring(hex.length() - CHUNK);
    }

    /** Beginning and end, for places where the whole text is in a tooltip or can be copied. */
    public static String shortened(String id) {
        return id.length() <= 2 * CHUNK + 1
                ? id
                : id.substring(0, CHUNK) + "…" + id.substring(id.length() - CHUNK);
    }
}
