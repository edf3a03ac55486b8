package dev.agenthub.app.text;

/** Formats file sizes. */
public final class Sizes {
    private static final Messages MESSAGES = Messages.of(Sizes.class);
    private static final double KILO = 1000;

    private Sizes() {}

    /** Such as “412 bytes”, “12.4 kB” or “1.3 GB”. */
    public static String of(long bytes) {
        if (bytes < KILO) {
            return MESSAGES.text("size.bytes", bytes);
        }
        if (bytes < KILO * KILO) {
            return MESSAGES.text("size.kilobytes", bytes / KILO);
        }
        return bytes < KILO * KILO * KILO
                ? MESSAGES.text("size.megabytes", bytes / KILO / KILO)
                : MESSAGES.text("size.gigabytes", bytes / KILO / KILO / KILO);
    }
}
