package dev.agenthub.app.ui.reconcile;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.app.reconciliation.ProviderLog.Form;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.verification.PinFile;
import dev.agenthub.app.verification.VerifierKeys;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.KeptPin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a reconciliation, and the key and pin that verify the export.
 *
 * @param form the format of the provider's log
 * @param key the log's verifier key; null where not given
 * @param kept the pin with its saved state; null where not given
 */
record ReconcileInputs(@Nullable Path export, @Nullable Path log, Form form, @Nullable VerifierKey key,
        @Nullable KeptPin kept) {
    static final ReconcileInputs NONE = new ReconcileInputs(null, null, Form.FILE, null, null);
    private static final Messages MESSAGES = Messages.of(ReconcileInputs.class);

    /** Adds files by their names; a provider's log may also name its format. */
    ReconcileInputs with(List<Path> files) {
        ReconcileInputs inputs = this;
        for (Path file : files) {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            inputs = switch (name.substring(name.lastIndexOf('.') + 1)) {
                case "vkey" -> inputs.withKey(file);
                case "pin" -> inputs.withPin(file);
                case "ahexport" -> new ReconcileInputs(file, inputs.log, inputs.form, inputs.key, inputs.kept);
                default -> new ReconcileInputs(inputs.export, file, formOf(name), inputs.key, inputs.kept);
            };
        }
        return inputs;
    }

    ReconcileInputs as(Form chosen) {
        return new ReconcileInputs(export, log, chosen, key, kept);
    }

    private static Form formOf(String name) {
        for (Form form : Form.values()) {
            if (form != Form.FILE && name.contains(form.name().toLowerCase(Locale.ROOT))) {
                return form;
            }
        }
        return Form.FILE;
    }

    private ReconcileInputs withKey(Path file) {
        try {
            return new ReconcileInputs(export, log, form, VerifierKeys.read(file), kept);
        } catch (IOException e) {
            throw GivenFile.unreadable(file, e);
        } catch (EvidenceException e) {
            throw new CodedException(e.code(),
                    MESSAGES.text("failure.file", file.getFileName(), String.valueOf(e.getMessage())), e);
        }
    }

    private ReconcileInputs withPin(Path file) {
        try {
            return new ReconcileInputs(export, log, form, key, PinFile.read(file, key));
        } catch (IOException e) {
            throw GivenFile.unreadable(file, e);
        } catch (EvidenceException e) {
            throw new CodedException(e.code(),
                    MESSAGES.text("failure.file", file.getFileName(), String.valueOf(e.getMessage())), e);
        }
    }
}
