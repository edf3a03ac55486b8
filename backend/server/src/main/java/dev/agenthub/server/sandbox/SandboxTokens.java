package dev.agenthub.server.sandbox;

import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.files.DurableFile;
import dev.agenthub.server.agents.Permissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The sandbox's issued tokens, by their hashes, on disk before they are sent. A refresh token works
 * once: used again, all tokens of the same consent end (RFC 9700, section 4.14). Not thread-safe.
 */
final class SandboxTokens {
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration NARROW_LIFETIME = Duration.ofMinutes(10);
    private static final int RANDOM_BYTES = 32;

    private final Path file;
    /** The consents, by the hash of their current refresh token. */
    private final Map<String, Consent> consents = new TreeMap<>();

    /** The tokens of one consent: hashes of the access token and of the used refresh tokens, and the exchanged tokens. */
    private record Consent(String access, Instant expires, Permissions granted, List<String> spent,
            Map<String, Narrowed> narrowed) {}

    /** A token that an access token was exchanged for. */
    private record Narrowed(Instant expires, Permissions granted) {}

    /** An exchanged token, to be sent. */
    record Narrow(SecretBytes access, Duration lifetime, Permissions granted) {}

    /** A pair of tokens, to be sent. */
    record Pair(SecretBytes access, SecretBytes refresh, Duration lifetime, Permissions granted) {}

    private SandboxTokens(Path file) {
        this.file = file;
    }

    static SandboxTokens open(Path file) throws IOException {
        SandboxTokens tokens = new SandboxTokens(file);
        if (Files.exists(file) && JsonValue.parse(Files.readAllBytes(file)) instanceof JsonObject kept) {
            kept.members().keySet().forEach(refresh -> tokens.consents.put(refresh, read(kept.object(refresh))));
        }
        return tokens;
    }

    Pair issue(Permissions granted, Instant now) throws IOException {
        return issue(granted, List.of(), now);
    }

    /** New tokens for a refresh token; empty where it is unknown or was used before. */
    Optional<Pair> refresh(String refresh, Instant now) throws IOException {
        String hash = hash(refresh);
        Consent consent = consents.remove(hash);
        if (consent == null) {
            if (consents.values().removeIf(other -> other.spent().contains(hash))) {
                write();
            }
            return Optional.empty();
        }
        List<String> spent = new ArrayList<>(consent.spent());
        spent.add(hash);
        return Optional.of(issue(consent.granted(), spent, now));
    }

    private Pair issue(Permissions granted, List<String> spent, Instant now) throws IOException {
        SecretBytes access = random("sbx_access_");
        SecretBytes refresh = random("sbx_refresh_");
        consents.put(hash(refresh.text()),
                new Consent(hash(access.text()), now.plus(LIFETIME), granted, spent, new TreeMap<>()));
        write();
        return new Pair(access, refresh, LIFETIME, granted);
    }

    /**
     * Exchanges an access token for one with only these permissions; empty where it is not
     * valid or lacks one of them. The new token expires no later.
     */
    Optional<Narrow> narrow(String access, Permissions wanted, Instant now) throws IOException {
        String hash = hash(access);
        Consent consent = consents.values().stream()
                .filter(candidate -> candidate.access().equals(hash) && now.isBefore(candidate.expires())
                        && !wanted.isEmpty() && wanted.without(candidate.granted()).isEmpty())
                .findFirst().orElse(null);
        if (consent == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(now, consent.expires());
        Narrow narrow = new Narrow(random("sbx_narrow_"), left.compareTo(NARROW_LIFETIME) < 0 ? left : NARROW_LIFETIME,
                wanted);
        consent.narrowed().values().removeIf(old -> !now.isBefore(old.expires()));
        consent.narrowed().put(hash(narrow.access().text()), new Narrowed(now.plus(narrow.lifetime()), wanted));
        write();
        return Optional.of(narrow);
    }

    /** Ends all tokens of this token's consent. */
    void revoke(String token) throws IOException {
        String hash = hash(token);
        boolean known = consents.remove(hash) != null;
        if (consents.values().removeIf(consent -> consent.access().equals(hash)) || known) {
            write();
        }
    }

    /** The permissions of an access token; empty where it is not valid. */
    Optional<Permissions> permissions(String access, Instant now) {
        String hash = hash(access);
        return consents.values().stream()
                .flatMap(consent -> consent.access().equals(hash)
                        ? Stream.of(new Narrowed(consent.expires(), consent.granted()))
                        : Stream.ofNullable(consent.narrowed().get(hash)))
                .filter(token -> now.isBefore(token.expires())).map(Narrowed::granted).findFirst();
    }

    private void write() throws IOException {
        JsonObject.Builder kept = JsonObject.builder();
        consents.forEach((refresh, consent) -> kept.put(refresh, JsonObject.builder().put("access", consent.access())
                .put("expires", consent.expires().toString()).put("scopes", consent.granted().array())
                .put("spent", JsonArray.ofStrings(consent.spent())).put("narrowed", narrowed(consent)).build()));
        DurableFile.writePrivately(file, kept.build().canonicalBytes());
    }

    private static Consent read(JsonObject kept) {
        return new Consent(kept.string("access"), Instant.parse(kept.string("expires")),
                Permissions.of(kept.array("scopes")),
                texts(kept.array("spent")), narrowed(kept));
    }

    private static JsonObject narrowed(Consent consent) {
        JsonObject.Builder narrowed = JsonObject.builder();
        consent.narrowed().forEach((hash, token) -> narrowed.put(hash, JsonObject.builder()
                .put("expires", token.expires().toString()).put("scopes", token.granted().array())
                .build()));
        return narrowed.build();
    }

    /** The exchanged tokens; files of earlier versions have none. */
    private static Map<String, Narrowed> narrowed(JsonObject kept) {
        Map<String, Narrowed> narrowed = new TreeMap<>();
        if (kept.get("narrowed") instanceof JsonObject tokens) {
            tokens.members().keySet().forEach(hash -> {
                JsonObject token = tokens.object(hash);
                narrowed.put(hash,
                        new Narrowed(Instant.parse(token.string("expires")), Permissions.of(token.array("scopes"))));
            });
        }
        return narrowed;
    }

    private static List<String> texts(JsonArray array) {
        return array.items().stream().map(item -> ((JsonString) item).value()).toList();
    }

    private static SecretBytes random(String prefix) {
        return SecretBytes.ofText(prefix + SecretBytes.random(RANDOM_BYTES).base64Url());
    }

    private static String hash(String token) {
        return Hash.sha256(token.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
