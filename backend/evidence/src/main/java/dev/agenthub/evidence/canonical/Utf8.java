package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;

/** The well-formed byte sequences of UTF-8 (Unicode, table 3-7). */
final class Utf8 {

    private Utf8() {}

    /** How many bytes the character here takes; overlong, surrogate, truncated and impossible forms are rejected. */
    static int lengthAt(byte[] in, int at) {
        return lengthAt(in, at, in.length);
    }

    static int lengthAt(byte[] in, int at, int end) {
        int length = wellFormedLength(in, at, end);
        if (length == 0) {
            throw invalid(at);
        }
        return length;
    }

    /** The same, but 0 for what {@link #lengthAt(byte[], int, int)} rejects. */
    static int wellFormedLength(byte[] in, int at, int end) {
        int first = in[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int length = first >= 0xC2 && first <= 0xDF
                ? 2
                : (first & 0xF0) == 0xE0 ? 3 : first >= 0xF0 && first <= 0xF4 ? 4 : 0;
        if (length == 0 || at + length > end) {
            return 0;
        }
        int second = in[at + 1] & 0xFF;
        int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((in[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** The character of so many bytes that stands here well-formed. */
    static int codePoint(byte[] in, int at, int length) {
        return switch (length) {
            case 1 -> in[at];
            case 2 -> (in[at] & 0x1F) << 6 | (in[at + 1] & 0x3F);
            case 3 -> (in[at] & 0x0F) << 12 | (in[at + 1] & 0x3F) << 6 | (in[at + 2] & 0x3F);
            default ->
                (in[at] & 0x07) << 18 | (in[at + 1] & 0x3F) << 12 | (in[at + 2] & 0x3F) << 6 | (in[at + 3] & 0x3F);
        };
    }

    private static EvidenceException invalid(int at) {
        return new EvidenceException(Codes.JSON_INVALID_UTF8, "These bytes are not UTF-8.", at);
    }
}
