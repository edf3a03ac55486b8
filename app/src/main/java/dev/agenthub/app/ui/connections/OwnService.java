package dev.agenthub.app.ui.connections;

import dev.agenthub.api.CatalogConnector;
import dev.agenthub.api.ConnectorDraft;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.app.text.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A service that the catalog does not know.
 *
 * @param shown what its definition says, as the backend understands it
 * @param definition the JSON text of the definition
 */
record OwnService(CatalogConnector shown, String definition) {
    /**
     * Reads a definition and has the backend check it.
     *
     * @throws CodedException {@link GivenFile#UNREADABLE}; CONNECTION_INVALID with the place of the fault
     */
    static OwnService read(Path file, AdminClient admin) {
        String definition = text(file);
        return new OwnService(admin.check(new ConnectorDraft(definition)), definition);
    }

    private static String text(Path file) {
        try (InputStream in = GivenFile.open(file)) {
            // One byte more than it may have, so that the backend refuses a longer one with its limit. Read strictly, since
            // replacement characters would be another definition than the file's.
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(in.readNBytes(ConnectorDraft.LARGEST + 1))).toString();
        } catch (IOException e) {
            throw new CodedException(GivenFile.UNREADABLE,
                    Messages.of(OwnService.class).text("own.unreadable", file.getFileName()), e);
        }
    }
}
