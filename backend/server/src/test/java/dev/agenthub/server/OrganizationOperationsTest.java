package dev.agenthub.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.JoinLink;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.identity.Invitations;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests several organizations on one served database, as an operator creates them. */
class OrganizationOperationsTest {
    @TempDir
    Path folder;

    private OwnDatabase server;

    @BeforeEach
    void startServer() {
        server = OwnDatabase.create(folder.resolve("secrets"));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private Backend serve() {
        return Backend.serve(new ServeConfig(folder, server.url(), Set.copyOf(OwnDatabase.accepted()), "127.0.0.1", 0,
                null, null, "Northwind"));
    }

    private OrganizationOperations.Added add(String name) {
        return OrganizationOperations.add(server.url(), folder, Set.copyOf(OwnDatabase.accepted()), name);
    }

    private List<String> names() {
        return OrganizationOperations.list(server.url(), folder, Set.copyOf(OwnDatabase.accepted())).stream()
                .map(OrganizationOperations.Listed::name).toList();
    }

    private static JoinLink link(String text) {
        return JoinLink.parse(text).orElseThrow();
    }

    private List<AuditEvent> events(UUID org) {
        AuditLog audit = new AuditLog(new EventStream(), Clock.systemUTC());
        return server.database().transactions().call(OrgContext.system(org),
                handle -> audit.between(handle, 0, Long.MAX_VALUE));
    }

    /** What was served. Only one process may use the folder, so the backend is stopped before the operator's commands run. */
    private record Served(URI uri, String fingerprint, UUID organization) {}

    private Served served() {
        try (Backend backend = serve()) {
            return new Served(backend.uri(), backend.fingerprint(), backend.organization());
        }
    }

    @Test
    void namesTheFirstOrganizationAndMakesFurtherOnes() {
        Served served = served();

        OrganizationOperations.Added second = add("Contoso");

        assertThat(names()).containsExactly("Northwind", "Contoso");
        JoinLink link = link(second.ownerLink());
        assertThat(link.backend()).isEqualTo(served.uri());
        assertThat(link.fingerprint()).isEqualTo(served.fingerprint());
        for (UUID org : List.of(served.organization(), second.org())) {
            assertThat(events(org)).extracting(AuditEvent::type).containsExactly(EventType.LOG_OPENED,
                    "organization.created", EventType.POLICY_PUBLISHED);
            assertThat(PolicyDocument.parse(events(org).getLast().data().object("document").canonicalBytes()).groups())
                    .containsExactly("approvers");
        }
        assertThat(events(second.org()).get(1).data().string("name")).isEqualTo("Contoso");
    }

    @Test
    void makesAnOrganizationOfANameOnceAndANewLinkUntilItHasAnOwner() {
        served();
        OrganizationOperations.Added first = add("Contoso");
        OrganizationOperations.Added again = add(" Contoso ");
        assertThat(again.org()).isEqualTo(first.org());
        assertThat(names()).containsExactly("Northwind", "Contoso");

        Invitations invitations = invitations(Duration.ZERO);
        assertThatThrownBy(() -> invitations.enrol(enrolment(first))).isInstanceOf(RefusedException.class);
        invitations.enrol(enrolment(again));
        refuses("ORGANIZATION_EXISTS", "Contoso");
        refuses("ORGANIZATION_NAME_INVALID", " ");
    }

    @Test
    void keepsTheLinkWhereOnlyItsOwnerReadsItUntilItIsUsedOrHasExpired() throws Exception {
        try (Backend backend = serve()) {
            assertThat(backend.ownerLinkFile()).hasContent(String.valueOf(backend.ownerInvitation()));
        }
        OrganizationOperations.Added second = add("Contoso");
        assertThat(second.file()).hasContent(second.ownerLink());
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second.file())))
                    .isEqualTo("rw-------");
        }
        Instant made = Files.getLastModifiedTime(second.file()).toInstant();
        try (DataFolder opened = DataFolder.open(folder)) {
            new OwnerLinks(opened, InstantSource.fixed(made.plus(Duration.ofHours(23)))).removeExpired();
            assertThat(second.file()).exists();
            new OwnerLinks(opened, InstantSource.fixed(made.plus(Duration.ofHours(25)))).removeExpired();
            assertThat(second.file()).doesNotExist();
        }
    }

    @Test
    void printsTheCodeThatIsKeptAgainAndANewOneWhereItIsLost() throws Exception {
        String first;
        Path file;
        try (Backend backend = serve()) {
            first = code(backend);
            file = Objects.requireNonNull(backend.ownerLinkFile());
        }
        Instant made = Files.getLastModifiedTime(file).toInstant();
        try (Backend backend = serve()) {
            assertThat(code(backend)).isEqualTo(first);
            assertThat(link(Files.readString(file)).backend()).isEqualTo(backend.uri());
        }
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(made);

        Files.writeString(file, "no link");
        String second;
        try (Backend backend = serve()) {
            second = code(backend);
            assertThat(second).isNotEqualTo(first);
        }
        assertThatThrownBy(() -> invitations(Duration.ZERO).enrol(enrolment(first)))
                .isInstanceOf(RefusedException.class);
        invitations(Duration.ZERO).enrol(enrolment(second));
        try (Backend backend = serve()) {
            assertThat(backend.ownerInvitation()).isNull();
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void drawsANewCodeOnceTheKeptOneHasExpired() {
        UUID org = served().organization();
        try (DataFolder opened = DataFolder.open(folder)) {
            OwnerLinks links = new OwnerLinks(opened, InstantSource.system());
            ServedAddress address = ServedAddress.of(opened);
            OwnerLinks.Kept kept = links.valid(org, invitations(Duration.ofHours(23)), address).orElseThrow();
            OwnerLinks.Kept later = links.valid(org, invitations(Duration.ofHours(25)), address).orElseThrow();
            assertThat(later.text()).isNotEqualTo(kept.text());
            assertThat(later.expiresAt()).isAfter(kept.expiresAt().plus(Duration.ofHours(24)));
        }
    }

    private static String code(Backend backend) {
        return link(String.valueOf(backend.ownerInvitation())).code();
    }

    /** The invitations as they are after this time. */
    private Invitations invitations(Duration later) {
        return new Invitations(server.database().transactions(), new AuditLog(new EventStream(), Clock.systemUTC()),
                InstantSource.offset(InstantSource.system(), later));
    }

    private static EnrolRequest enrolment(String code) {
        return EnrolRequest.of(code, "Ada", SignatureAlgorithm.ED25519,
                Ed25519Keys.publicKey(Ids.randomBytes(Ed25519Keys.SEED_LENGTH)));
    }

    @Test
    void endsALinkForAnOwnerAfter24Hours() {
        served();
        OrganizationOperations.Added added = add("Contoso");
        Invitations later = invitations(Duration.ofHours(24).plusSeconds(1));
        assertThatThrownBy(() -> later.enrol(enrolment(added))).isInstanceOf(RefusedException.class);
    }

    private static EnrolRequest enrolment(OrganizationOperations.Added organization) {
        return enrolment(link(organization.ownerLink()).code());
    }

    private void refuses(String code, String name) {
        assertThatThrownBy(() -> add(name)).isInstanceOfSatisfying(StartupException.class,
                e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void asksForABackendThatALinkCouldLeadTo() throws Exception {
        refuses("NEVER_SERVED", "Contoso");
        assertThat(names()).isEmpty();
        Files.writeString(folder.resolve("served-at"), "nonsense");
        refuses("DATA_FOLDER_UNUSABLE", "Contoso");
    }

    @Test
    void finishesAnOrganizationWhoseMakerDied() {
        UUID halfMade = server.database().organizations().create("Contoso", "agenthub");
        try (Backend backend = serve()) {
            assertThat(backend.organization()).isEqualTo(halfMade);
            assertThat(events(halfMade)).extracting(AuditEvent::type).contains(EventType.POLICY_PUBLISHED);
        }
    }
}
