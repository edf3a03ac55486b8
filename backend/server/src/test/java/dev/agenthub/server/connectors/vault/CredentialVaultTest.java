package dev.agenthub.server.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.connectors.vault.CredentialVault.Use;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CredentialVaultTest {
    private static final SecretBytes TOKEN = SecretBytes.ofText("sk_live_4eC39HqLyjWDarjtT1zdp7dc");

    private final CredentialVault vault = new CredentialVault(SecretBytes.random(CredentialVault.KEY_LENGTH));
    private final UUID org = Ids.next();
    private final UUID workspace = Ids.next();
    private final UUID connection = Ids.next();
    private final CredentialVault.Place place = new CredentialVault.Place(org, workspace, connection, 3, Use.TOKEN);

    @Test
    void opensWhatItSealed() throws Exception {
        assertThat(vault.open(place, vault.seal(place, TOKEN)).text()).isEqualTo(TOKEN.text());
    }

    @Test
    void sealsTheSameTokenDifferentlyEachTimeAndNeverShowsIt() {
        byte[] sealed = vault.seal(place, TOKEN);

        assertThat(vault.seal(place, TOKEN)).isNotEqualTo(sealed);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(TOKEN.text());
    }

    @Test
    void doesNotOpenATokenThatWasCopiedElsewhere() {
        byte[] sealed = vault.seal(place, TOKEN);

        for (var elsewhere : List.of(
                new CredentialVault.Place(Ids.next(), workspace, connection, 3, Use.TOKEN),
                new CredentialVault.Place(org, Ids.next(), connection, 3, Use.TOKEN),
                new CredentialVault.Place(org, workspace, Ids.next(), 3, Use.TOKEN),
                new CredentialVault.Place(org, workspace, connection, 4, Use.TOKEN),
                new CredentialVault.Place(org, workspace, connection, 3, Use.REFRESH))) {
            assertThatThrownBy(() -> vault.open(elsewhere, sealed)).isInstanceOf(CredentialSealedException.class);
        }
    }

    @Test
    void doesNotOpenATokenOfAnotherKey() {
        var other = new CredentialVault(SecretBytes.random(CredentialVault.KEY_LENGTH));

        assertThatThrownBy(() -> other.open(place, vault.seal(place, TOKEN)))
                .isInstanceOf(CredentialSealedException.class);
    }

    @Test
    void doesNotOpenATokenWithAnyByteChangedOrMissing() {
        byte[] sealed = vault.seal(place, TOKEN);

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.open(place, changed)).isInstanceOf(CredentialSealedException.class);
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> vault.open(place, cut)).isInstanceOf(CredentialSealedException.class);
        }
    }
}
