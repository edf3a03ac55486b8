package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.TestClock;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.connectors.vault.CredentialSealedException;
import dev.agenthub.server.connectors.vault.CredentialVault;
import dev.agenthub.server.connectors.vault.VaultKeys;
import dev.agenthub.server.connectors.vault.VaultRotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the rotation of the vault's master key while credentials are in use. */
class VaultRotationTest {
    @TempDir
    private Path folder = Path.of("");
    private SampleWorld world;
    private CredentialVault vault;
    private final TestClock clock = new TestClock();

    @BeforeEach
    void start() {
        // Its credential is sealed by the first key of the folder.
        world = new SampleWorld(folder, 9);
        vault = new CredentialVault(VaultKeys.of(world.folder));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private ConnectorAccess access() {
        return world.database.transactions().call(OrgContext.system(world.org), handle -> {
            UUID connector = handle.createQuery("select connector_id from connection where org_id = :org")
                    .bind("org", world.org).mapTo(UUID.class).one();
            try {
                return world.connectors.access(handle, world.org, connector, Permissions.NONE);
            } catch (CallRefusedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static String open(CredentialVault with, ConnectorAccess access) throws CredentialSealedException {
        return with.open(access.place(), access.sealedCredential().toByteArray()).text();
    }

    private void sweep() {
        new VaultRotation(world.database.transactions(), vault, clock).sweep(List.of(world.org));
    }

    private CredentialVault withTheNewKeyAlone() throws Exception {
        return new CredentialVault(SecretBytes.of(Files.readAllBytes(world.folder.secrets().resolve("vault.key"))));
    }

    @Test
    void sealsEverythingAnewAndForgetsTheEarlierKeyAfterAWhile() throws Exception {
        ConnectorAccess before = access();
        VaultKeys.rotate(folder);
        assertThat(open(vault, before)).as("no restart is needed").isEqualTo(SampleWorld.TOKEN);

        sweep();

        assertThat(open(withTheNewKeyAlone(), access())).isEqualTo(SampleWorld.TOKEN);
        assertThat(world.folder.secrets().resolve("vault.earlier")).as("another backend may still seal with it")
                .exists();
        clock.advance(Duration.ofMinutes(61));
        sweep();
        assertThat(world.folder.secrets().resolve("vault.earlier")).doesNotExist();
        sweep();
        assertThatThrownBy(() -> open(vault, before)).isInstanceOf(CredentialSealedException.class);
    }

    @Test
    void opensWhatAnotherBackendSealedWithAKeyThatItHasNotSeenYet() throws Exception {
        VaultKeys.rotate(folder);
        CredentialVault other = new CredentialVault(VaultKeys.of(world.folder));
        ConnectorAccess access = access();
        byte[] sealed = other.seal(access.place(), SecretBytes.ofText(SampleWorld.TOKEN));

        assertThat(vault.open(access.place(), sealed).text()).isEqualTo(SampleWorld.TOKEN);
    }

    @Test
    void survivesRotationsThatFollowOneAnotherAndOneThatWasCutShort() throws Exception {
        VaultKeys.rotate(folder);
        VaultKeys.rotate(folder);
        assertThat(open(new CredentialVault(VaultKeys.of(world.folder)), access())).isEqualTo(SampleWorld.TOKEN);

        // The earlier keys were written, the new one was not.
        Path current = world.folder.secrets().resolve("vault.key");
        byte[] key = Files.readAllBytes(current);
        VaultKeys.rotate(folder);
        Files.write(current, key);
        assertThat(open(new CredentialVault(VaultKeys.of(world.folder)), access())).isEqualTo(SampleWorld.TOKEN);
    }

    @Test
    void keepsTheEarlierKeyWhereSomethingCanNotBeOpened() throws Exception {
        VaultKeys.rotate(folder);
        world.database.transactions().run(OrgContext.system(world.org), handle -> handle
                .createUpdate(
                        "update connection set sealed_token = set_byte(sealed_token, 40, 255 - get_byte(sealed_token, 40)) where org_id = :org")
                .bind("org", world.org).execute());
        clock.advance(Duration.ofMinutes(61));
        sweep();
        assertThat(world.folder.secrets().resolve("vault.earlier")).exists();
    }

    @Test
    void refusesAFolderWithoutAVault(@TempDir Path empty) {
        assertThatThrownBy(() -> VaultKeys.rotate(empty)).isInstanceOfSatisfying(StartupException.class,
                e -> assertThat(e.code()).isEqualTo("SECRETS_UNUSABLE"));
    }
}
