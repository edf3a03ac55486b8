package dev.agenthub.app.platform;

import dev.agenthub.db.secret.OwnerOnlyCases;
import dev.agenthub.evidence.file.DurableFile;
import java.io.IOException;
import java.nio.file.Path;

/** Keys, pins, exports and reports are complete and on the disk when their writer returns. */
class FilesOnDiskTest extends OwnerOnlyCases {
    @Override
    protected void write(Path file, byte[] content) throws IOException {
        DurableFile.writePrivately(file, content);
    }
}
