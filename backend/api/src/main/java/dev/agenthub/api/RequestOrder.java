package dev.agenthub.api;

import java.util.Locale;

/** In what order requests are listed. */
public enum RequestOrder {
    /** The riskiest first, of one risk the soonest to expire. */
    RISK,
    /** The soonest to expire first. */
    EXPIRY,
    /** The longest waiting first. */
    AGE,
    /** The newest first. */
    NEWEST,
    /** The newest decision first; what no member brought to its end goes by when it was asked for. */
    DECIDED;

    /** The value in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
