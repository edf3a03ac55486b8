package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.RequestState;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.evidence.verify.report.Verdict;
import dev.agenthub.files.LogCapture;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.policies.Governance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleOrganizationTest {
    private static final String ADDRESSES = """
            select base_url || coalesce(' ' || convert_from(definition, 'UTF8'), '') from hub.connector
             where org_id = :org
            """;

    @TempDir
    private Path folder;

    @Test
    void isMadeWithAnEventForEveryPart() {
        try (SampleWorld world = new SampleWorld(folder, 1)) {
            assertThat(world.logTypes()).containsExactly("log.opened", "organization.created",
                    "workspace.created", "member.changed", "connector.authorized",
                    "policy.published", "agent.installed", "connector.created");
            assertThat(world.agent.name()).isEqualTo("Support agent");
        }
    }

    @Test
    void isMadeOnce() throws Exception {
        try (SampleWorld world = new SampleWorld(folder, 1)) {
            long size = world.log().size();

            SampleOrganization again = prepareAgain(world, 1);

            assertThat(world.log()).hasSize((int) size);
            assertThat(again.agentKey().text()).isEqualTo(world.sample.agentKey().text());
        }
    }

    @Test
    void givesItsSandboxAKeyAgainAtTheNextStartWhereItWasDisabled() throws Exception {
        try (SampleWorld world = new SampleWorld(folder, 1)) {
            SampleWorld.Someone owner = world.owner();
            var keys = new ConnectionAdministration(world.database.transactions(), world.audit, world.connectors);
            UUID sandbox = keys.list(owner.caller()).items().stream()
                    .filter(one -> one.name().equals(SampleContent.CONNECTOR)).findFirst().orElseThrow().connector();
            keys.disable(owner.caller(), sandbox);

            prepareAgain(world, 1);

            assertThat(keys.list(owner.caller()).items()).filteredOn(one -> one.connector().equals(sandbox))
                    .singleElement().satisfies(one -> assertThat(one.state()).isEqualTo(ConnectionState.ACTIVE));
            assertThat(world.logTypes()).endsWith("connector.disabled", "connector.authorized");
        }
    }

    @Test
    void asksOthersForChangesOfItsRulesFromASecondApproverOnAndNotAgainOnceThatWasTurnedOff() throws Exception {
        try (SampleWorld world = new SampleWorld(folder, 1)) {
            SampleWorld.Someone owner = world.owner();
            SampleOrganization.govern(world.org, world.database, world.audit, world.clock);
            assertThat(governance(world)).as("a single person could change nothing any more").isEmpty();

            world.approver(owner, "Bo Lindqvist");
            SampleOrganization.govern(world.org, world.database, world.audit, world.clock);
            Governance.InForce first = governance(world).orElseThrow();
            assertThat(first.rules().covers(ChangeKind.POLICY_PUBLISH)).isTrue();
            assertThat(first.rules().covers(ChangeKind.MEMBER_CHANGE)).isTrue();
            assertThat(world.log().getLast().type()).isEqualTo("governance.set");

            world.database.transactions().run(OrgContext.system(world.org), handle -> Governance.set(handle, world.org,
                    first.version().id(), 1, off(), AuditLog.system(), null));
            SampleOrganization.govern(world.org, world.database, world.audit, world.clock);
            assertThat(governance(world).orElseThrow().version().version()).isEqualTo(2);
        }
    }

    private static JsonObject off() {
        return JsonObject.builder().put("rules", JsonArray.of()).put("v", GovernanceDocument.VERSION).build();
    }

    private static Optional<Governance.InForce> governance(SampleWorld world) {
        return world.database.transactions().call(OrgContext.system(world.org),
                handle -> Governance.current(handle, world.org));
    }

    @Test
    void followsItsSandboxToANewPort() throws Exception {
        try (SampleWorld world = new SampleWorld(folder, 1)) {
            prepareAgain(world, 2);

            assertThat(world.logTypes()).endsWith("connector.created", "connector.moved", "connector.moved");
            List<String> addresses = world.database.transactions().call(OrgContext.system(world.org),
                    handle -> handle.createQuery(ADDRESSES).bind("org", world.org).mapTo(String.class).list());
            assertThat(addresses).hasSize(2).allMatch(address -> address.startsWith("http://127.0.0.1:2/"))
                    .anyMatch(address -> address.contains("http://127.0.0.1:2/oauth/token"))
                    .noneMatch(address -> address.contains("127.0.0.1:1/"));
        }
    }

    @Test
    void runsARefundThatTwoPeopleApprovedAndTheExportProvesIt() throws Exception {
        try (MockWebServer provider = new MockWebServer()) {
            provider.start(InetAddress.getLoopbackAddress(), 0);
            provider.enqueue(new MockResponse.Builder().code(201).body("{\"id\":\"re_1\"}").build());
            try (SampleWorld world = new SampleWorld(folder, provider.getPort());
                    Executions executions = world.executions()) {
                SampleWorld.Someone owner = world.owner();
                SampleWorld.Someone second = world.approver(owner, "Bo Lindqvist");
                UUID refund = world.submit(2);
                world.approve(owner, refund);
                world.approve(second, refund);

                executions.wake(world.org, refund);

                await().until(() -> world.status(refund).state() == RequestState.EXECUTED);
                assertThat(provider.takeRequest().getBody().utf8()).contains("\"amount\":\"480.00\"");
                Report report = verified(world);
                assertThat(report.findings()).isEmpty();
                assertThat(report.controls().runs()).isEqualTo(1);
                assertThat(report.payloads()).isEqualTo(1);
            }
        }
    }

    /** The one value that must never come out is looked for wherever something comes out. */
    @Test
    void showsItsCredentialNowhere() throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (LogCapture log = LogCapture.ofAll(); MockWebServer provider = new MockWebServer()) {
            provider.start(InetAddress.getLoopbackAddress(), 0);
            String token = SampleWorld.TOKEN;
            provider.enqueue(new MockResponse.Builder().code(400).addHeader("X-Token", token)
                    .body("bad token " + token).build());
            provider.enqueue(new MockResponse.Builder().code(201)
                    .body(Base64.getEncoder().encodeToString(("x:" + token).getBytes(StandardCharsets.UTF_8)))
                    .build());
            try (SampleWorld world = new SampleWorld(folder, provider.getPort());
                    Executions executions = world.executions()) {
                world.events.subscribe(world.org, event -> seen.add(event.toString()));
                SampleWorld.Someone owner = world.owner();
                for (int i = 0; i < 2; i++) {
                    UUID request = world.submit(0);
                    executions.wake(world.org, request);
                    await().until(() -> !world.status(request).state().open());
                    seen.add(world.status(request).toString());
                    seen.add(world.approvals().detail(owner.caller(), request).toString());
                }
                seen.add(exported(world));
                for (AuditEvent event : world.log()) {
                    seen.add(new String(event.canonicalBytes(), StandardCharsets.UTF_8));
                }
                seen.addAll(rows(world));
            }
            seen.addAll(log.texts());
        }
        String encoded = Base64.getEncoder().withoutPadding()
                .encodeToString(("x:" + SampleWorld.TOKEN).getBytes(StandardCharsets.UTF_8));
        assertThat(String.join("\n", seen)).contains("run.finished").doesNotContain(SampleWorld.TOKEN)
                .doesNotContain(encoded);
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as(file.toString())
                        .doesNotContain(SampleWorld.TOKEN);
            }
        }
    }

    private static Report verified(SampleWorld world) throws IOException {
        Path file = Files.createTempFile("sample", ".ahexport");
        try {
            world.exports.prepare(OrgContext.system(world.org), world.agent.actor(), ExportRequest.whole(true))
                    .writeTo(Files.newOutputStream(file));
            var origin = world.database.transactions().call(OrgContext.system(world.org), world.audit::head).origin();
            var key = world.checkpoints.verifierKey(origin);
            Report pinned = Verifier.verify(file,
                    VerifyOptions.of(key, new Pin(world.checkpoints.lastNote(origin).orElseThrow(), key)));
            assertThat(pinned.verdict()).isEqualTo(Verdict.VERIFIED);
            assertThat(pinned.pinned()).isTrue();
            Report report = Verifier.verify(file, VerifyOptions.of(key, null));
            assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
            return report;
        } finally {
            Files.delete(file);
        }
    }

    private static String exported(SampleWorld world) throws IOException {
        var bytes = new ByteArrayOutputStream();
        world.exports.prepare(OrgContext.system(world.org), world.agent.actor(), ExportRequest.whole(true))
                .writeTo(bytes);
        StringBuilder text = new StringBuilder();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                text.append(new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    private static List<String> rows(SampleWorld world) {
        return world.database.transactions().call(OrgContext.system(world.org), handle -> handle.createQuery("""
                select r::text || coalesce(encode(r.response_body, 'escape'), '') from hub.run r
                union all select encode(sealed_token, 'escape') from hub.connection
                """).mapTo(String.class).list());
    }

    private static SampleOrganization prepareAgain(SampleWorld world, int port) {
        DataFolder folder = world.folder;
        return SampleOrganization.prepare(world.org, folder, world.database, world.audit, world.connectors,
                "http://127.0.0.1:" + port, SecretBytes.ofText(SampleWorld.TOKEN));
    }
}
