package dev.agenthub.server.agents;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount in a currency.
 *
 * @param amount at least 0, with at most 16 digits before the point and 4 after it
 * @param currency three capital letters (ISO 4217)
 */
public record Money(BigDecimal amount, String currency) {
    /** The greatest number of digits after the decimal point. */
    public static final int SCALE = 4;
    private static final int WHOLE_DIGITS = 16;

    public Money {
        if (amount.signum() < 0 || amount.scale() > SCALE || amount.precision() - amount.scale() > WHOLE_DIGITS) {
            throw new IllegalArgumentException("An amount has at most " + WHOLE_DIGITS + " digits before the point and "
                    + SCALE + " after it");
        }
        fractionDigits(currency);
    }

    /**
     * The number of decimal places of a currency's smallest unit: 2 for EUR.
     *
     * @throws IllegalArgumentException where there is no such currency
     */
    static int fractionDigits(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("A currency is three capital letters of ISO 4217, such as EUR", e);
        }
    }

    /** The amount as a decimal string, with at least as many decimal places as its currency has. */
    public String text() {
        return text(amount, currency);
    }

    /** A sum in a currency as a decimal string, with at least as many decimal places as the currency has. */
    public static String text(BigDecimal sum, String currency) {
        BigDecimal plain = sum.signum() == 0 ? BigDecimal.ZERO : sum.stripTrailingZeros();
        return plain.setScale(Math.max(plain.scale(), fractionDigits(currency))).toPlainString();
    }
}
