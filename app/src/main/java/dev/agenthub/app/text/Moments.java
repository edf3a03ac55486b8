package dev.agenthub.app.text;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Formats instants, relative to now for the text and exact for the tooltip, and days. */
public final class Moments {
    private static final Messages MESSAGES = Messages.of(Moments.class);

    private final InstantSource clock;
    private final DateTimeFormatter exact;
    private final DateTimeFormatter day;

    public Moments(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.exact = ofPattern("moment.exact").withZone(zone);
        this.day = ofPattern("moment.day").withZone(zone);
    }

    /** Relative time such as “2 min ago” or “in 58 min”; the date where it is more than a month away. */
    public String relative(Instant moment) {
        Duration away = Duration.between(moment, clock.instant());
        Duration distance = away.abs();
        if (distance.toDays() > 31) {
            return day.format(moment);
        }
        if (distance.toSeconds() < 45) {
            return MESSAGES.text(away.isNegative() ? "moment.soon" : "moment.now");
        }
        return MESSAGES.text(away.isNegative() ? "moment.ahead" : "moment.ago", distance(distance.plusSeconds(30)));
    }

    private static String distance(Duration distance) {
        if (distance.toHours() < 1) {
            return MESSAGES.text("moment.minutes", distance.toMinutes());
        }
        return distance.toDays() < 1
                ? MESSAGES.text("moment.hours", distance.toHours())
                : MESSAGES.text("moment.days", distance.toDays());
    }

    /** Date and time to the millisecond, with the time zone. */
    public String exact(Instant moment) {
        return exact.format(moment);
    }

    /** A calendar day, such as “3 Nov 2026”. */
    public static String day(LocalDate day) {
        return ofPattern("moment.day").format(day);
    }

    /** A calendar day with the month's whole name, such as “3 November 2026”. */
    public static String fullDay(LocalDate day) {
        return ofPattern("moment.fullDay").format(day);
    }

    private static DateTimeFormatter ofPattern(String key) {
        return DateTimeFormatter.ofPattern(MESSAGES.text(key), MESSAGES.locale());
    }

    /** The date alone. */
    public String day(Instant moment) {
        return day.format(moment);
    }
}
