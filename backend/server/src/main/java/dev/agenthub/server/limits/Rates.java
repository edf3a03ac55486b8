package dev.agenthub.server.limits;

import dev.agenthub.api.RatePeriod;
import dev.agenthub.server.common.Rows;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.github.bucket4j.distributed.serialization.DataOutputSerializationAdapter;
import io.github.bucket4j.distributed.serialization.Scope;
import io.github.bucket4j.distributed.versioning.Versions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The rates that a call of one connector counts against; their token buckets are locked
 * until the transaction ends. A bucket holds a period's calls and refills evenly.
 */
final class Rates {
    private static final long NANOS = 1_000_000_000L;
    private static final String LOCK = """
            select id, calls, per, bucket from hub.rate
             where org_id = :org and workspace_id = :workspace and (connector_id is null or connector_id = :connector)
             order by id
               for no key update
            """;

    private final Handle handle;
    private final UUID org;
    private final Instant now;
    private final List<Bucket> buckets;

    private record Bucket(UUID rate, BucketState state) {}

    private Rates(Handle handle, UUID org, Instant now, List<Bucket> buckets) {
        this.handle = handle;
        this.org = org;
        this.now = now;
        this.buckets = buckets;
    }

    static Rates lock(Handle handle, UUID org, UUID workspace, UUID connector, Instant now) {
        return new Rates(handle, org, now,
                handle.createQuery(LOCK)
                        .bind("org", org).bind("workspace", workspace).bind("connector", connector)
                        .map((row, _) -> new Bucket(Rows.uuid(row, "id"), bucket(row, now))).list());
    }

    /** When every rate has so many calls available; null where all have now. */
    @Nullable
    Instant next(long calls) {
        long wait = buckets.stream().mapToLong(bucket -> bucket.state()
                .calculateDelayNanosAfterWillBePossibleToConsume(calls, nanos(now), false)).max().orElse(0);
        // Rounded up, so that the call passes at that moment.
        return wait <= 0 ? null : now.plusNanos(wait).truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    }

    /** Takes one call from every rate. */
    void take() {
        for (Bucket bucket : buckets) {
            bucket.state().consume(1);
            handle.createUpdate("update hub.rate set bucket = :bucket where org_id = :org and id = :id")
                    .bind("org", org).bind("id", bucket.rate()).bind("bucket", bytes(bucket.state())).execute();
        }
    }

    /** The available calls of a rate, from a row with {@code calls}, {@code per} and {@code bucket}. */
    static long available(ResultSet row, Instant now) throws SQLException {
        return bucket(row, now).getAvailableTokens();
    }

    private static BucketState bucket(ResultSet row, Instant now) throws SQLException {
        RatePeriod per = RatePeriod.valueOf(row.getString("per").toUpperCase(Locale.ROOT));
        int calls = row.getInt("calls");
        BucketConfiguration configuration = BucketConfiguration.builder()
                .addLimit(Bandwidth.builder().capacity(calls).refillGreedy(calls, per.length()).build()).build();
        byte[] stored = row.getBytes("bucket");
        BucketState state;
        if (stored == null) {
            state = BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, nanos(now));
        } else {
            state = read(stored);
            state.setConfiguration(configuration);
            state.refillAllBandwidth(nanos(now));
        }
        return state;
    }

    private static BucketState read(byte[] stored) {
        try {
            return BucketState.deserialize(DataOutputSerializationAdapter.INSTANCE,
                    new DataInputStream(new ByteArrayInputStream(stored)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(BucketState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            BucketState.serialize(DataOutputSerializationAdapter.INSTANCE, new DataOutputStream(bytes), state,
                    Versions.getLatest(), Scope.PERSISTED_STATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static long nanos(Instant moment) {
        return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), NANOS), moment.getNano());
    }
}
