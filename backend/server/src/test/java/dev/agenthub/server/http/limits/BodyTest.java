package dev.agenthub.server.http.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.common.ApiFailure;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BodyTest {

    private static final int MIB = 1 << 20;

    private final BodyBudget budget = new BodyBudget(200L * MIB);

    private record Sent(long length, InputStream stream) implements Body.Source {}

    @Test
    void givesACallerAgainWhatTheyHadBefore() {
        BodyBudget small = new BodyBudget(2 * HttpLimits.LEAST_BODY_MEMORY);
        for (int i = 0; i < 3; i++) {
            try (BodyBudget.Share share = small.share("a caller")) {
                share.growTo(HttpLimits.LEAST_BODY_MEMORY);
                assertThatThrownBy(() -> small.share("a caller").growTo(1))
                        .isInstanceOf(LimitReachedException.class);
            }
        }
        assertThat(small.taken()).isZero();
    }

    /** Sends as many bytes at a time as it is told to. */
    private static final class Sender extends InputStream {

        /** How a read goes. */
        @FunctionalInterface
        private interface Read {
            int bytes() throws IOException;
        }

        private final Read each;

        Sender(Read each) {
            this.each = each;
        }

        @Override
        public int read() throws IOException {
            return each.bytes();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return each.bytes();
        }
    }

    private static Sent sent(String bytes) {
        return new Sent(bytes.length(), new ByteArrayInputStream(bytes.getBytes(StandardCharsets.US_ASCII)));
    }

    private Body body(Sent sent, String caller) {
        return new Body(sent, HttpLimits.LARGEST_BODY, budget, caller);
    }

    private static void refuses(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ApiFailure.class,
                e -> assertThat(e.error()).isEqualTo(code));
    }

    @Test
    void readsNothingWhoseLengthIsTooLarge() {
        InputStream unread = new Sender(() -> {
            throw new AssertionError("It was read");
        });
        refuses(ErrorCode.TOO_LARGE, () -> new Body(new Sent(HttpLimits.LARGEST_ANONYMOUS_BODY + 1L, unread),
                HttpLimits.LARGEST_ANONYMOUS_BODY, budget, "nobody").bytes());
        try (Body whole = body(sent(" ".repeat(HttpLimits.LARGEST_BODY)), "a")) {
            assertThat(whole.bytes()).hasSize(HttpLimits.LARGEST_BODY);
        }
    }

    @Test
    void stopsWhereABodyOfUnknownLengthBecomesTooLarge() {
        refuses(ErrorCode.TOO_LARGE,
                () -> new Body(new Sent(-1, new Sender(() -> 1)), 100, budget, "a").bytes());
    }

    @Test
    void leavesOthersTheHalfOfTheMemoryAndGivesItsOwnBack() {
        String large = " ".repeat(16 * MIB);
        try (Body first = body(sent(large), "a");
                Body second = body(sent(large), "a");
                Body other = body(sent(large), "b")) {
            assertThat(first.bytes()).hasSize(16 * MIB);
            refuses(ErrorCode.SERVER_BUSY, second::bytes);
            assertThat(other.bytes()).hasSize(16 * MIB);
            try (Body third = body(sent(large), "c"); Body small = body(sent(" ".repeat(16 * 1024)), "a")) {
                assertThat(third.bytes()).hasSize(16 * MIB);
                assertThat(small.bytes()).hasSize(16 * 1024);
            }
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    void refusesABodyWhoseValuesTakeMoreThanAnyCallerMayHave() {
        try (Body dense = body(sent("[" + "1,".repeat(2 * MIB) + "1]"), "a")) {
            refuses(ErrorCode.TOO_LARGE, dense::bytes);
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    void countsNoLessThanTheValuesOfABodyTake() {
        for (String each : new String[]{"1,", "\"\",", "[],", "{\"a\":1},", "\"abcdefgh\",", "true,"}) {
            String text = "[" + each.repeat(MIB / each.length()) + "1]";
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            long before = used();
            JsonValue value = JsonValue.parse(bytes);
            long taken = used() - before;
            assertThat(taken).as(each).isLessThan(BodyMemory.of(bytes));
            assertThat(value.depth()).isPositive();
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void refusesABodyThatDripsHoweverSmallItsPausesAre() {
        refuses(ErrorCode.REQUEST_TOO_SLOW,
                () -> new Body(new Sent(16 * MIB, new Sender(() -> 1)), HttpLimits.LARGEST_BODY,
                        budget.share("a"), Duration.ofMinutes(-5)).bytes());
    }

    @Test
    void takesTheRestOfWhatItRefusesSoThatTheAnswerIsSeen() {
        AtomicInteger left = new AtomicInteger(20);
        refuses(ErrorCode.TOO_LARGE, () -> body(new Sent(HttpLimits.LARGEST_BODY + 1L,
                new Sender(() -> left.get() == 0 ? -1 : left.decrementAndGet() + 1)), "a").bytes());
        assertThat(left).hasValue(0);
    }

    @Test
    void tellsASlowLineFromABrokenBody() {
        refuses(ErrorCode.REQUEST_TOO_SLOW, () -> body(failing(new IOException(new TimeoutException())), "a").bytes());
        refuses(ErrorCode.REQUEST_MALFORMED, () -> body(failing(new EOFException()), "a").bytes());
    }

    private static Sent failing(IOException failure) {
        return new Sent(10, new Sender(() -> {
            throw failure;
        }));
    }
}
