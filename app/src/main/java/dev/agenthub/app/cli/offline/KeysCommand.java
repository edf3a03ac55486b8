package dev.agenthub.app.cli.offline;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.DeviceFolder;
import dev.agenthub.app.cli.KeyChoice;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.platform.Cancellation;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.text.HiddenCharacters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub keys …}: manages the keys of this device, without a backend. */
@Command(name = "keys", mixinStandardHelpOptions = true, description = "The keys on this device: list them, back one up, restore one.", footer = {
        "", "  agenthub keys backup ada.key --as \"Ada Lind\"",
        "  agenthub keys restore ada.key --connect https://agenthub.example.com:8443", "",
        "A backup is encrypted with the key’s passphrase, which nobody can recover. Whoever has both is that person.",
        "Exit code: 0 done, 2 not."})
public final class KeysCommand implements Runnable {
    private final Terminal terminal;
    private final Passphrase passphrase;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public KeysCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub keys list");
    }

    @Command(description = "Who has a key on this device.", mixinStandardHelpOptions = true)
    int list(@Mixin DeviceFolder device) {
        KeyFiles.Listing listing = device.keys(passphrase).list();
        int listed = Output.printMarked(terminal, listing.cards().stream().map(KeysCommand::shown)
                .collect(Collectors.joining()));
        for (CodedException damage : listing.damaged()) {
            Output.remark(terminal, HiddenCharacters.marked(damage.sentence()) + " [" + damage.code() + "]");
        }
        return listed;
    }

    @Command(description = "Write an encrypted copy of a key to a file that only you can read.", mixinStandardHelpOptions = true)
    int backup(@Parameters(paramLabel = "FILE") Path target,
            @Option(names = "--as", paramLabel = "NAME", description = "Whose key, where several people have one on this device.") @Nullable String person,
            @Mixin DeviceFolder device) {
        KeyFiles keys = device.keys(passphrase);
        KeyCard card = KeyChoice.of(keys, person);
        if (Files.exists(target)) {
            throw CommandFailure.notDone("FILE_EXISTS", target + " is there already: backups are never written over.");
        }
        withPassphrase(card.name(), secret -> {
            keys.backUp(card, secret, target, new Cancellation());
            return card;
        });
        Output.remark(terminal, "The key " + card.key() + " of " + HiddenCharacters.marked(card.name())
                + " is backed up in " + target + "; it opens with the same passphrase.");
        return 0;
    }

    @Command(description = "Take a key from a backup.", mixinStandardHelpOptions = true)
    int restore(@Parameters(paramLabel = "FILE") Path backup, @Mixin DeviceFolder device) {
        KeyFiles keys = device.keys(passphrase);
        KeyCard card = withPassphrase(String.valueOf(backup.getFileName()),
                secret -> keys.restore(backup, secret, new Cancellation()));
        Output.remark(terminal, "The key " + card.key() + " of " + HiddenCharacters.marked(card.name())
                + " is restored in " + device.path().resolve("keys") + ".");
        return 0;
    }

    private KeyCard withPassphrase(String of, Function<char[], KeyCard> work) {
        char[] secret = passphrase.of(of);
        try {
            return work.apply(secret);
        } finally {
            Arrays.fill(secret, ' ');
        }
    }

    private static String shown(KeyCard card) {
        return card.key() + "  " + card.name()
                + (card.organization() == null ? "" : "  " + card.organization()) + "\n";
    }
}
