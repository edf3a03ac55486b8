package dev.agenthub.server.approvals.list;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.Risk;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The position after a page: the last request's values of every sort key. All but the time of the decision are immutable,
 * and a request that is decided moves before everything listed since, so that a change between two pages leaves no gap.
 * Clients receive it as an opaque string that is valid only with the order and filter that it was made for.
 * It is also valid in the list of requests that wait for the caller, which is part of the same list.
 */
public record RequestCursor(Risk risk, Instant expiresAt, Instant listedAt, UUID id) {

    private static final int DIGEST = 16;

    public static RequestCursor of(StoredRequest last) {
        return new RequestCursor(last.risk(), last.expiresAt(),
                last.listedAt(), last.id());
    }

    public String text(RequestFilter filter, RequestOrder order) {
        String plain = String.join(" ", question(filter, order), risk.toString(), expiresAt.toString(),
                listedAt.toString(), id.toString());
        return Ids.base64Url(plain.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Parses what {@link #text} returned.
     *
     * @throws RefusedException REQUEST_MALFORMED where it belongs to another order or filter, or is no cursor
     */
    public static RequestCursor parse(String text, RequestFilter filter, RequestOrder order) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length == 5 && parts[0].equals(question(filter, order))) {
                RequestCursor cursor = new RequestCursor(Risk.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                        Instant.parse(parts[2]), Instant.parse(parts[3]), UUID.fromString(parts[4]));
                if (cursor.text(filter, order).equals(text)) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw refused(e);
        }
        throw refused(null);
    }

    private static RefusedException refused(@Nullable Exception cause) {
        return new RefusedException(ErrorCode.REQUEST_MALFORMED,
                "cursor is not one that this server gave for this order and filter.", cause);
    }

    private static String question(RequestFilter filter, RequestOrder order) {
        byte[] asked = (order + " " + filter.ofAnybody().query()).getBytes(StandardCharsets.UTF_8);
        return Hash.sha256(asked).hex().substring(0, DIGEST);
    }
}
