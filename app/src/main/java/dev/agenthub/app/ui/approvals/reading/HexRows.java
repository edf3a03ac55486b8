package dev.agenthub.app.ui.approvals.reading;

import java.util.HexFormat;

/** Bytes in rows: where the row begins, its bytes, and the ASCII letters among them; each row is made when it is asked for. */
public final class HexRows {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final byte[] bytes;
    private final int length;

    /**
     * Rows of these bytes, which nobody changes any more.
     *
     * @param length how many bytes a row has; the last one may have fewer
     */
    public HexRows(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    public int count() {
        return Math.ceilDiv(bytes.length, length);
    }

    /** Such as {@code 00000010  6e 6f 74 65 … note…}; a byte that is no ASCII letter or sign stands as a dot at the end. */
    public String row(int row) {
        int from = row * length;
        int to = Math.min(bytes.length, from + length);
        StringBuilder text = new StringBuilder(HexFormat.of().toHexDigits(from)).append("  ")
                .append(HEX.formatHex(bytes, from, to)).append("   ".repeat(from + length - to)).append("  ");
        for (int i = from; i < to; i++) {
            text.append(bytes[i] >= ' ' && bytes[i] < 0x7F ? (char) bytes[i] : '·');
        }
        return text.toString();
    }
}
