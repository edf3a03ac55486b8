package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.DeviceProgress;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.StartedDeviceAuthorization;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.governance.TestConnections;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Tests the device flow (RFC 8628). */
class DeviceConsentTest {
    private static final String DEVICE_CODE = "device-canary-Vx93mTr6Pq0L";

    private HostileProvider provider;
    /** What the provider answers, one after the other, before it gives tokens. */
    private final Queue<String> answers = new ArrayDeque<>();
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        provider = new HostileProvider(folder, false);
        provider.calls = _ -> codes();
        provider.instead = request -> {
            asked.incrementAndGet();
            assertThat(Objects.requireNonNull(request.getBody()).utf8()).contains("device_code=" + DEVICE_CODE);
            return error(answers.poll());
        };
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    /** A code to type, for ten minutes, asked about every five seconds. */
    static MockResponse codes() {
        return json().body("{\"device_code\":\"" + DEVICE_CODE
                + "\",\"user_code\":\"WDJB-MJHT\",\"verification_uri\":\"http://127.0.0.1/device\",\"expires_in\":600}")
                .build();
    }

    private static MockResponse.Builder json() {
        return new MockResponse.Builder().addHeader("Content-Type", "application/json");
    }

    private static @Nullable MockResponse error(@Nullable String code) {
        return code == null
                ? null
                : code.equals("503")
                        ? new MockResponse.Builder().code(503).build()
                        : json().code(400).body("{\"error\":\"" + code + "\"}").build();
    }

    private UUID begin() {
        return provider.authorizations.beginByCode(provider.owner, provider.connector).authorization();
    }

    private DeviceProgress poll(UUID begun) {
        return provider.authorizations.poll(provider.owner, begun);
    }

    private void pass(int seconds) {
        provider.clock.advance(Duration.ofSeconds(seconds));
    }

    private static RefusedException refused(ErrorCode code, Runnable attempt) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, attempt::run);
        assertThat(refused.error()).isEqualTo(code);
        return refused;
    }

    private static void assertDone(DeviceProgress progress) {
        Connection connection = Objects.requireNonNull(progress.connection());
        assertThat(connection.state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(progress.interval()).isNull();
    }

    private static void assertPending(DeviceProgress progress, int interval) {
        assertThat(progress).isEqualTo(new DeviceProgress(interval, null));
    }

    @Test
    void asksNoFasterThanTheProviderWantsAndEverSlowerWhereItSaysSo() {
        answers.addAll(List.of("authorization_pending", "slow_down", "503"));
        UUID begun = begin();
        assertPending(poll(begun), 5);
        assertThat(asked).as("too early").hasValue(0);
        pass(5);
        assertPending(poll(begun), 5);
        pass(5);
        assertPending(poll(begun), 10);
        pass(9);
        assertPending(poll(begun), 10);
        assertThat(asked).hasValue(2);
        pass(1);
        assertPending(poll(begun), 20);
        pass(20);

        assertDone(poll(begun));

        assertThat(asked).hasValue(4);
        assertThat(provider.log()).extracting(AuditEvent::type).containsExactly("connector.authorized");
        refused(ErrorCode.AUTHORIZATION_UNKNOWN, () -> poll(begun));
        assertThat(asked).hasValue(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_denied", "expired_token", "invalid_grant"})
    void endsWhereTheProviderSaysNo(String code) {
        answers.add(code);
        UUID begun = begin();
        pass(5);
        assertThat(refused(ErrorCode.AUTHORIZATION_FAILED, () -> poll(begun)).detail()).contains(code);
        pass(5);
        refused(ErrorCode.AUTHORIZATION_UNKNOWN, () -> poll(begun));
        assertThat(asked).hasValue(1);
        assertThat(provider.shown().state()).isEqualTo(ConnectionState.PENDING);
        assertThat(provider.log()).isEmpty();
    }

    @Test
    void endsWithTheCodeAndBelongsToTheSessionThatBegan() {
        UUID begun = begin();
        pass(5);
        MemberCaller owner = provider.owner;
        MemberCaller elsewhere = new MemberCaller(owner.org(), Ids.next(), owner.key(), owner.person());
        refused(ErrorCode.AUTHORIZATION_UNKNOWN, () -> provider.authorizations.poll(elsewhere, begun));
        pass(595);
        refused(ErrorCode.AUTHORIZATION_UNKNOWN, () -> poll(begun));
        assertThat(asked).hasValue(0);
    }

    @Test
    void asksOneQuestionAtATimeWhicheverProcessAsks() {
        UUID begun = begin();
        TestConnections another = new TestConnections(provider.world, provider.clock);
        AtomicReference<DeviceProgress> meanwhile = new AtomicReference<>();
        provider.instead = _ -> {
            asked.incrementAndGet();
            pass(30);
            meanwhile.set(another.poll(provider.owner, begun));
            return null;
        };
        pass(5);

        assertDone(poll(begun));

        assertPending(Objects.requireNonNull(meanwhile.get()), 5);
        assertThat(asked).hasValue(1);
    }

    private void disable() {
        new ConnectionAdministration(provider.world.database.transactions(), provider.world.audit,
                provider.world.connectors).disable(provider.owner, provider.connector);
    }

    @Test
    void doesNotEnableAgainWhatWasDisabledMeanwhile() {
        UUID begun = begin();
        disable();
        pass(5);
        refused(ErrorCode.AUTHORIZATION_UNKNOWN, () -> poll(begun));
        assertThat(asked).hasValue(0);

        UUID again = begin();
        provider.instead = _ -> {
            disable();
            return null;
        };
        pass(5);
        refused(ErrorCode.AUTHORIZATION_UNKNOWN, () -> poll(again));

        assertThat(provider.tokens).hasValue(1);
        assertThat(provider.retired()).as("tokens to give back").isOne();
        assertThat(provider.shown().state()).isEqualTo(ConnectionState.DISABLED);
    }

    @Test
    void tellsTheClientNothingByWhichTheProviderCouldBeAsked() {
        StartedDeviceAuthorization begun = provider.authorizations.beginByCode(provider.owner, provider.connector);
        assertThat(new JsonMapper().writeValueAsString(begun)).contains("WDJB-MJHT").doesNotContain(DEVICE_CODE);
        assertThat(begun.toString()).doesNotContain("WDJB-MJHT");
        assertThat(stored()).hasSize(1).allSatisfy(code -> assertThat(code).doesNotContain(DEVICE_CODE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"unauthorized_client\"}", "{}", "[]", "nothing"})
    void leavesNothingBehindWhereTheProviderGivesNoCode(String answer) {
        provider.calls = _ -> json().code(400).body(answer).build();
        refused(ErrorCode.AUTHORIZATION_FAILED, this::begin);
        assertThat(stored()).isEmpty();
    }

    @Test
    void isOnlyWhereTheProviderOffersIt() {
        assertThat(provider.shown().device()).isTrue();
        byte[] without = new String(
                provider.world.database.transactions().call(OrgContext.system(provider.world.org),
                        handle -> handle.createQuery("select definition from connector where id = :id")
                                .bind("id", provider.connector).mapTo(byte[].class).one()),
                StandardCharsets.UTF_8).replaceFirst("\"deviceAuthorizationEndpoint\":\"[^\"]+\",", "")
                .getBytes(StandardCharsets.UTF_8);
        provider.world.database.transactions().run(OrgContext.system(provider.world.org), handle -> handle
                .createUpdate("update connector set definition = :definition where id = :id")
                .bind("definition", without).bind("id", provider.connector).execute());
        assertThat(provider.shown().device()).isFalse();
        refused(ErrorCode.CONNECTION_INVALID, this::begin);
        assertThat(provider.called).hasValue(0);
    }

    /** What is kept of codes. */
    private List<String> stored() {
        return provider.world.database.transactions().call(OrgContext.system(provider.world.org),
                handle -> handle.createQuery("select sealed_device from authorization_attempt where org_id = :org")
                        .bind("org", provider.world.org).mapTo(byte[].class).list())
                .stream().map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)).toList();
    }
}
