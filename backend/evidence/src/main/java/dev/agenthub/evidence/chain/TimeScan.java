package dev.agenthub.evidence.chain;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the times of events where they stand. A day has many events, so its date is worked out once. Not thread-safe. */
final class TimeScan {

    static final int LENGTH = 27;

    private static final int DATE_LENGTH = 10;
    private static final String MIDNIGHT = "T00:00:00.000000Z";

    /** The date worked out last; the one that the numbers below begin with, lest bytes of zero pass for a date. */
    private final byte[] date = "1970-01-01".getBytes(StandardCharsets.US_ASCII);
    private long midnight;
    private long micros;

    /** Whether the text that {@link Timestamps#parse} accepts stands here. */
    boolean reads(byte[] in, int at, int end) {
        if (at + LENGTH > end || !(Arrays.equals(in, at, at + DATE_LENGTH, date, 0, DATE_LENGTH) || dates(in, at))) {
            return false;
        }
        int hour = number(in, at + 11, 2);
        int minute = number(in, at + 14, 2);
        int second = number(in, at + 17, 2);
        int fraction = number(in, at + 20, 6);
        boolean marks = in[at + 10] == 'T' && in[at + 13] == ':' && in[at + 16] == ':' && in[at + 19] == '.'
                && in[at + 26] == 'Z';
        micros = midnight + ((hour * 60L + minute) * 60 + second) * 1_000_000 + fraction;
        return marks && (hour | minute | second | fraction) >= 0 && hour < 24 && minute < 60 && second < 60;
    }

    /** The time read last, in microseconds since 1970. */
    long micros() {
        return micros;
    }

    private boolean dates(byte[] in, int at) {
        String text = new String(in, at, DATE_LENGTH, StandardCharsets.ISO_8859_1);
        try {
            midnight = Timestamps.micros(Timestamps.parse(text + MIDNIGHT));
        } catch (EvidenceException e) {
            return false;
        }
        System.arraycopy(in, at, date, 0, DATE_LENGTH);
        return true;
    }

    /** A number of so many digits, or -1. */
    private static int number(byte[] in, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            if (in[i] < '0' || in[i] > '9') {
                return -1;
            }
            value = value * 10 + in[i] - '0';
        }
        return value;
    }
}
