package dev.agenthub.evidence.canonical;

import java.math.BigDecimal;

/** A JSON number, held as its canonical literal so that nothing is lost. */
public record JsonNumber(String literal) implements JsonValue {

    /** Takes any JSON number literal and keeps its canonical form. */
    public JsonNumber {
        literal = Numbers.lossless(literal, 0);
    }

    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /** The value as a long, where it is a whole number that fits. */
    public long longValueExact() {
        return new BigDecimal(literal).longValueExact();
    }

    public BigDecimal decimal() {
        return new BigDecimal(literal);
    }
}
