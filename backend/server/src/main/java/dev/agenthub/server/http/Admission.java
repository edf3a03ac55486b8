package dev.agenthub.server.http;

import dev.agenthub.server.http.limits.Body;
import dev.agenthub.server.http.limits.BodyBudget;
import dev.agenthub.server.http.limits.ConcurrencyLimit;
import dev.agenthub.server.http.limits.HttpLimits;
import dev.agenthub.server.http.limits.HttpLimits.Rates;
import dev.agenthub.server.http.limits.RateLimit;
import dev.agenthub.server.http.limits.StreamLimit;
import dev.agenthub.server.identity.Caller;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Limits what callers take of the server: rates, concurrent calls, memory for bodies, and event streams. Thread-safe. */
public final class Admission {

    private static final String BODY = "agenthub-body";
    private static final String STREAM = "agenthub-stream";
    private static final String SLOT = "agenthub-slot";
    /** The most concurrent calls of one caller: half of the database's connections. */
    private static final int CALLS_AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BodyBudget bodies;
    private final StreamLimit streams;
    private final Map<Metered, RateLimit> bySource;
    private final RateLimit submissions;
    private final ConcurrencyLimit concurrency = new ConcurrencyLimit(CALLS_AT_ONCE, PATIENCE);

    /** Operations that have a rate limit. */
    public enum Metered {
        SIGN_IN, ENROLMENT, SUBMISSION
    }

    public Admission(HttpLimits limits) {
        this(limits, System::nanoTime);
    }

    private Admission(HttpLimits limits, LongSupplier nanos) {
        Rates rates = limits.rates();
        this.bodies = new BodyBudget(limits.bodyMemory());
        this.streams = new StreamLimit(limits.streams());
        this.bySource = Map.of(Metered.SIGN_IN, new RateLimit(rates.signIns(), nanos),
                Metered.ENROLMENT, new RateLimit(rates.enrolments(), nanos),
                Metered.SUBMISSION, new RateLimit(rates.submissionsOfSource(), nanos));
        this.submissions = new RateLimit(rates.submissions(), nanos);
    }

    /** Applies the limits that come before authentication, which has a cost, too. */
    void admit(Context context, Operation operation) {
        Metered metered = operation.metered();
        if (metered != null) {
            Objects.requireNonNull(bySource.get(metered)).count(SourceAddress.of(context).network());
        }
        context.attribute(SLOT, concurrency.take(claimed(context, operation)));
    }

    /** The key that unauthenticated calls are limited by: the credential, or the source address. */
    private static Object claimed(Context context, Operation operation) {
        String shown = operation.credential() == Operation.Credential.NONE ? null : context.header("Authorization");
        return shown == null ? SourceAddress.of(context).network() : shown;
    }

    /** Applies the limits of an authenticated caller; afterwards the body may be read, and events streamed. */
    void admit(Context context, Operation operation, Object caller) {
        String name = caller instanceof Caller known ? known.actor().id() : "nobody";
        if (operation.metered() == Metered.SUBMISSION) {
            submissions.count(name);
        }
        if (operation.streams()) {
            context.attribute(STREAM, streams.open(name));
        }
        if (operation.lingers()) {
            releaseSlot(context);
        }
        context.attribute(BODY, new Body(new Body.Source() {
            @Override
            public long length() {
                return context.req().getContentLengthLong();
            }

            @Override
            public InputStream stream() throws IOException {
                return context.req().getInputStream();
            }
        }, operation.largestBody(), bodies, name));
    }

    static Body body(Context context) {
        return Objects.requireNonNull(context.<Body>attribute(BODY), "nobody expected a body");
    }

    /** Releases what a call took, however it ended. */
    static void end(Context context) {
        Body body = context.attribute(BODY);
        if (body != null) {
            body.close();
        }
        StreamLimit.Stream stream = context.attribute(STREAM);
        if (stream != null) {
            stream.close();
        }
        releaseSlot(context);
    }

    private static void releaseSlot(Context context) {
        ConcurrencyLimit.Slot slot = context.attribute(SLOT);
        if (slot != null) {
            slot.close();
        }
    }
}
