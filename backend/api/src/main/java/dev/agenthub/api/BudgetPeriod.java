package dev.agenthub.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** How long a budget's cap holds before it begins anew, at midnight UTC. */
public enum BudgetPeriod {
    DAY, MONTH;

    /** The period of that word. */
    public static BudgetPeriod of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The first day of the period that a moment lies in. */
    public LocalDate start(Instant moment) {
        LocalDate day = moment.atOffset(ZoneOffset.UTC).toLocalDate();
        return this == DAY ? day : day.withDayOfMonth(1);
    }

    /** The last day of the period that begins on a day. */
    public LocalDate last(LocalDate start) {
        return this == DAY ? start : start.plusMonths(1).minusDays(1);
    }

    /** The value in JSON and in the database. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
