package dev.agenthub.app.reconciliation;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.Uuids;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** Reads a provider's own log of actions: a JSON array, an array inside an object, or one object a line. */
public final class ProviderLog {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** The supported log formats. */
    public enum Form {
        /** Events of Stripe's API: {@code id}, {@code created}, {@code type}, {@code request.idempotency_key}. */
        STRIPE("data", "api.stripe.com"),
        /** GitHub's audit log: {@code _document_id}, {@code @timestamp} in milliseconds, {@code action}. */
        GITHUB("items", "api.github.com"),
        /** Slack's audit log: {@code id}, {@code date_create}, {@code action}. */
        SLACK("entries", "slack.com"),
        /** Any other provider: {@code id}, {@code time} (ISO 8601, or seconds since 1970), {@code action}, {@code idempotencyKey}. */
        FILE("entries", null);

        private final String list;
        private final @Nullable String host;

        Form(String list, @Nullable String host) {
            this.list = list;
            this.host = host;
        }

        /** The provider's API host; null where it could be any. */
        public @Nullable String host() {
            return host;
        }
    }

    private ProviderLog() {}

    /**
     * Reads a log. All entries of one call become one effect.
     *
     * @throws UnreadableLogException where an entry does not have this format; the message says which one
     * @throws IOException where it cannot be read
     */
    public static List<Effect> read(InputStream in, Form form) throws IOException {
        Map<String, Effect> effects = new LinkedHashMap<>();
        int number = 0;
        try (MappingIterator<JsonNode> values = MAPPER.readerFor(JsonNode.class).readValues(in)) {
            while (values.hasNext()) {
                for (JsonNode entry : entries(values.next(), form)) {
                    number++;
                    Effect effect = effect(entry, form, number);
                    effects.putIfAbsent(effect.request() == null ? effect.id() : effect.request().toString(), effect);
                }
            }
        } catch (JacksonException e) {
            throw new UnreadableLogException("The log is not JSON after entry " + number + ".", e);
        }
        return List.copyOf(effects.values());
    }

    private static List<JsonNode> entries(JsonNode value, Form form) {
        JsonNode list = value.get(form.list);
        return list != null && list.isArray() ? new ArrayList<>(list.valueStream().toList()) : List.of(value);
    }

    private static Effect effect(JsonNode entry, Form form, int number) {
        return switch (form) {
            case STRIPE -> {
                JsonNode request = entry.path("request");
                String call = text(request.get("id"));
                UUID key = uuid(text(request.get("idempotency_key")));
                yield new Effect(call == null ? required(entry, "id", number) : call, seconds(entry, "created", number),
                        required(entry, "type", number), key, call != null || key != null);
            }
            case GITHUB -> new Effect(required(entry, "_document_id", number), millis(entry, number),
                    required(entry, "action", number), null, true);
            case SLACK -> new Effect(required(entry, "id", number), seconds(entry, "date_create", number),
                    required(entry, "action", number), null, true);
            case FILE -> new Effect(required(entry, "id", number), time(entry, number),
                    Objects.requireNonNullElse(text(entry.get("action")), "done"),
                    uuid(text(entry.get("idempotencyKey"))), true);
        };
    }

    private static String required(JsonNode entry, String member, int number) {
        String text = text(entry.get(member));
        if (text == null) {
            throw new UnreadableLogException("Entry " + number + " of the log has no \"" + member + "\".", null);
        }
        return text;
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isContainer() || node.asString().isEmpty()
                ? null
                : node.asString();
    }

    /** The request's id; null where the key is not one of AgentHub's. */
    private static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null ? null : Uuids.parse(text);
        } catch (EvidenceException | IllegalArgumentException _) {
            return null;
        }
    }

    private static Instant seconds(JsonNode entry, String member, int number) {
        JsonNode value = entry.get(member);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new UnreadableLogException("Entry " + number + " of the log has no \"" + member
                    + "\" in seconds since 1970.", null);
        }
        return Instant.ofEpochSecond(value.asLong());
    }

    private static Instant millis(JsonNode entry, int number) {
        JsonNode value = entry.get("@timestamp");
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new UnreadableLogException("Entry " + number + " of the log has no \"@timestamp\" in milliseconds.",
                    null);
        }
        return Instant.ofEpochMilli(value.asLong());
    }

    private static Instant time(JsonNode entry, int number) {
        JsonNode value = entry.get("time");
        if (value != null && value.isString()) {
            try {
                return OffsetDateTime.parse(value.asString()).toInstant();
            } catch (DateTimeException e) {
                throw new UnreadableLogException(
                        "Entry " + number + " of the log has a \"time\" that is none of ISO 8601"
                                + " with an offset.",
                        e);
            }
        }
        return seconds(entry, "time", number);
    }
}
