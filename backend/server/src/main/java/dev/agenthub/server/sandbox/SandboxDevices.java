package dev.agenthub.server.sandbox;

import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.server.agents.Permissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The codes that people type at the sandbox, and what became of them (RFC 8628). Not safe for use by many threads. */
final class SandboxDevices {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    /** Shorter than elsewhere: it is on this machine. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration SLOWER = Duration.ofSeconds(5);
    private static final int RANDOM_BYTES = 32;
    /** Without vowels and what is read as another letter (RFC 8628, section 6.1). */
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int HALF = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** By their device code. */
    private final Map<String, Device> devices = new HashMap<>();

    /** One that was asked for, and what the person granted; null where they did not. */
    private static final class Device {
        private final String userCode;
        private final Permissions wanted;
        private final Instant expires;
        private Duration interval = INTERVAL;
        private @Nullable Instant asked;
        private boolean decided;
        private @Nullable Permissions granted;

        Device(String userCode, Permissions wanted, Instant expires) {
            this.userCode = userCode;
            this.wanted = wanted;
            this.expires = expires;
        }
    }

    /** What became of a code: what was granted, or the error that says why not. */
    record Outcome(Permissions granted, @Nullable String error) {
        static Outcome error(String code) {
            return new Outcome(Permissions.NONE, code);
        }
    }

    /** Gives a code, to be typed on that page. */
    JsonObject begin(Permissions wanted, String page, Instant now) {
        devices.values().removeIf(device -> !now.isBefore(device.expires));
        String code = SecretBytes.random(RANDOM_BYTES).base64Url();
        String userCode = half() + "-" + half();
        devices.put(code, new Device(userCode, wanted, now.plus(LIFETIME)));
        return JsonObject.builder().put("device_code", code).put("user_code", userCode)
                .put("verification_uri", page).put("verification_uri_complete", page + "?user_code=" + userCode)
                .put("expires_in", LIFETIME.toSeconds()).put("interval", INTERVAL.toSeconds()).build();
    }

    private static String half() {
        StringBuilder half = new StringBuilder();
        RANDOM.ints(HALF, 0, LETTERS.length()).forEach(at -> half.append(LETTERS.charAt(at)));
        return half.toString();
    }

    /** What is asked for with the code that somebody typed; empty where there is none, or it was decided on. */
    Optional<Permissions> asked(String typed, Instant now) {
        return open(typed, now).map(device -> device.wanted);
    }

    /**
     * Takes what the person says; false where there is nothing to decide on.
     *
     * @param granted null where they say no
     */
    boolean decide(String typed, @Nullable Permissions granted, Instant now) {
        Optional<Device> open = open(typed, now);
        open.ifPresent(device -> {
            device.decided = true;
            device.granted = granted;
        });
        return open.isPresent();
    }

    private Optional<Device> open(String typed, Instant now) {
        String letters = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        return devices.values().stream().filter(device -> !device.decided && now.isBefore(device.expires)
                && device.userCode.replace("-", "").equals(letters)).findFirst();
    }

    /** Says what became of a code; one that was decided on is spent by it. */
    Outcome poll(String code, Instant now) {
        Device device = devices.get(code);
        if (device == null) {
            return Outcome.error("invalid_grant");
        }
        if (!now.isBefore(device.expires)) {
            devices.remove(code);
            return Outcome.error("expired_token");
        }
        Instant before = device.asked;
        device.asked = now;
        if (before != null && now.isBefore(before.plus(device.interval))) {
            device.interval = device.interval.plus(SLOWER);
            return Outcome.error("slow_down");
        }
        if (!device.decided) {
            return Outcome.error("authorization_pending");
        }
        devices.remove(code);
        return device.granted == null ? Outcome.error("access_denied") : new Outcome(device.granted, null);
    }
}
