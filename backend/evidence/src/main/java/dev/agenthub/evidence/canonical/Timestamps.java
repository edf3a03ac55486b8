package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The one spelling of a moment in evidence: {@code YYYY-MM-DDTHH:MM:SS.ffffffZ}, always UTC and always six digits. */
public final class Timestamps {

    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd.ddddddZ";

    private Timestamps() {}

    /** The text of a moment in the years 0000 to 9999; finer digits than microseconds are cut off. */
    public static String format(Instant moment) {
        LocalDateTime utc = LocalDateTime.ofInstant(moment.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
        if (utc.getYear() < 0 || utc.getYear() > 9999) {
            throw new EvidenceException(Codes.TIME_MALFORMED, "The year must have four digits.");
        }
        StringBuilder out = new StringBuilder(SHAPE.length());
        digits(out, utc.getYear(), 4).append('-');
        digits(out, utc.getMonthValue(), 2).append('-');
        digits(out, utc.getDayOfMonth(), 2).append('T');
        digits(out, utc.getHour(), 2).append(':');
        digits(out, utc.getMinute(), 2).append(':');
        digits(out, utc.getSecond(), 2).append('.');
        return digits(out, utc.getNano() / 1000, 6).append('Z').toString();
    }

    public static Instant parse(String text) {
        if (!hasShape(text)) {
            throw malformed();
        }
        try {
            return LocalDateTime.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), number(text, 11, 13),
                    number(text, 14, 16), number(text, 17, 19), number(text, 20, 26) * 1000).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw malformed();
        }
    }

    /** The microseconds since 1970 of a moment, as the text has them. */
    public static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    public static Instant ofMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static boolean hasShape(String text) {
        if (text.length() != SHAPE.length()) {
            return false;
        }
        for (int i = 0; i < SHAPE.length(); i++) {
            char wanted = SHAPE.charAt(i);
            char found = text.charAt(i);
            if (wanted == 'd' ? found < '0' || found > '9' : found != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static StringBuilder digits(StringBuilder out, int value, int width) {
        String text = Integer.toString(value);
        return out.repeat('0', width - text.length()).append(text);
    }

    private static EvidenceException malformed() {
        return new EvidenceException(Codes.TIME_MALFORMED, "A time must read YYYY-MM-DDTHH:MM:SS.ffffffZ.");
    }
}
