package dev.agenthub.app.testing;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.Role;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.client.FetchedPayload;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.BackendAddress;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.db.PreparedFolder;
import dev.agenthub.db.Tampering;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.server.Backend;
import dev.agenthub.server.BackendConfig;
import dev.agenthub.server.sandbox.SampleOrganization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The desktop's embedded backend with PostgreSQL and the sample organization, which has one owner who may approve. */
public final class RealBackend implements AutoCloseable {
    private final Path folder;
    private final Backend backend;
    private final BackendClient client;
    private final SampleOrganization sample;
    private final Session owner;

    /** Starts in that folder, absent or empty. */
    public RealBackend(Path folder) {
        this.folder = folder;
        PreparedFolder.copyTo(folder);
        backend = Backend.startEmbedded(new BackendConfig(folder, 0, true));
        BackendAddress.publish(folder, backend.uri());
        client = new BackendClient(backend.uri());
        sample = Objects.requireNonNull(backend.sample());
        owner = enrol(Objects.requireNonNull(backend.ownerInvitation()), "Ada Lind");
        // What the sample asks for by itself.
        TestTimeout.await("the sample's own requests").until(
                () -> owner.client().requests(RequestFilter.ALL, RequestOrder.NEWEST, 10, null).items().size() == 4);
    }

    private Session enrol(String code, String name) {
        UnlockedKey key = UnlockedKey.generate();
        client.enrol(InvitationCode.parse(code).orElseThrow(), name, key.publicKey());
        return client.signIn(sample.org(), key);
    }

    public URI uri() {
        return backend.uri();
    }

    /** The backend's data folder. */
    public Path folder() {
        return folder;
    }

    /** The session of the first owner, Ada Lind, who may approve. */
    public Session owner() {
        return owner;
    }

    /** The code with which somebody joins, in these groups. */
    public String invite(String name, Role role, String... groups) {
        return invite(name, List.of(role), groups);
    }

    /** The same, with several roles. */
    public String invite(String name, List<Role> roles, String... groups) {
        return switch (owner.client().invite(new InviteRequest(name, roles, List.of(groups)))) {
            case ChangeOutcome.Done<Invitation>(Invitation made) -> made.code();
            case ChangeOutcome.Proposed<Invitation> _ ->
                throw new IllegalStateException("Governance is on from a second approver on");
        };
    }

    /** Somebody who is signed in. */
    public Session join(String name, Role role) {
        return enrol(invite(name, role), name);
    }

    /** Lets members of finance, such as the owner, override what the sample's policy asks. */
    public void letFinanceOverride() {
        PolicySummary policy = owner.client().policies().getFirst();
        owner.client().publishPolicy(policy.current().id(), policy.current().version(),
                """
                        {"rules":[{"outcome":"require","required":[{"count":1,"group":"approvers"}]}],"override":{"group":"finance"}}
                        """);
    }

    /** The agent asks for a ticket. */
    public UUID submitTicket(String subject) throws IOException {
        return sample.agent(backend.uri()).submit(new SubmitRequest("tickets.create",
                Map.of("customer", "cus_4Hs8LwPz0RkVtd", "priority", "normal", "subject", subject, "description",
                        "Order one zip slider, size 8."),
                UUID.randomUUID().toString(), "The customer prefers a repair.")).request();
    }

    /** The owner overrides. */
    public void override(UUID request, String reason) {
        FetchedPayload fetched = owner.client().payload(request);
        RequestDetail detail = owner.client().request(request);
        DecisionStatement statement = new DecisionStatement(fetched.challenge(),
                Instant.now().truncatedTo(ChronoUnit.MICROS), Decision.OVERRIDE, null, owner.signer().keyId(),
                owner.me().member(), owner.me().org(), PayloadHash.of(fetched.bytes()),
                Hash.ofHex(detail.policy().digest()), reason, request);
        owner.client().decide(request, statement.canonicalBytes(),
                owner.signer().sign(statement.preAuthenticationEncoding()));
    }

    /** Takes the last entries from the log behind the server's back, as a backup would that somebody put back. */
    public void rollBackLog(int entries) {
        try (Connection connection = backend.superuserConnection()) {
            Tampering.with(connection, "update audit.head set size = size - " + entries,
                    "delete from audit.event e using audit.head h where e.org_id = h.org_id and e.seq >= h.size",
                    "update audit.head h set link = e.link from audit.event e"
                            + " where e.org_id = h.org_id and e.seq = h.size - 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks the database to stop, as an administrator of the machine would. */
    public void stopDatabase() throws IOException, InterruptedException {
        String main = Files.readAllLines(folder.resolve("postgres/cluster/postmaster.pid")).getFirst();
        if (new ProcessBuilder("kill", "-INT", main).start().waitFor() != 0) {
            throw new IllegalStateException("There is no such process");
        }
    }

    @Override
    public void close() {
        client.close();
        backend.close();
    }
}
