package dev.agenthub.app.ui.approvals.reading;

import java.util.HexFormat;

/** Bytes in rows of sixteen: where the row begins, its bytes, and the ASCII letters among them; each row is made when it is asked for. */
public final class HexRows {
    static final int BYTES = 16;

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final byte[] bytes;

    /** Rows of these bytes, which nobody changes any more. */
    public HexRows(byte[] bytes) {
        this.bytes = bytes;
    }

    public int count() {
        return Math.ceilDiv(bytes.length, BYTES);
    }

    /** Such as {@code 00000010  6e 6f 74 65 … note…}; a byte that is no ASCII letter or sign stands as a dot at the end. */
    public String row(int row) {
        int from = row * BYTES;
        int to = Math.min(bytes.length, from + BYTES);
        StringBuilder text = new StringBuilder(HexFormat.of().toHexDigits(from)).append("  ")
                .append(HEX.formatHex(bytes, from, to)).append("   ".repeat(from + BYTES - to)).append("  ");
        for (int i = from; i < to; i++) {
            text.append(bytes[i] >= ' ' && bytes[i] < 0x7F ? (char) bytes[i] : '·');
        }
        return text.toString();
    }
}
