package dev.agenthub.app.ui.approvals.attachments;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.reading.HexRows;
import dev.agenthub.app.ui.approvals.reading.Warning;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a reader sees of a file whose bytes were verified. */
public sealed interface FileContent {
    /** Text in UTF-8, all of it, and what in it could be taken for something else. */
    record Text(String text, List<Warning> warnings) implements FileContent {
        public Text {
            warnings = List.copyOf(warnings);
        }
    }

    /** A picture that may be decoded. */
    record Picture(StillPicture header) implements FileContent {}

    /** Bytes of any other kind: the first of them in rows of eight. */
    record Opaque(String rows) implements FileContent {}

    Messages MESSAGES = Messages.of(FileContent.class);
    int ROW = 8;
    int SHOWN_ROWS = 16;
    int MOST_WARNINGS = 1000;

    /** What {@code bytes} are, by themselves: the media type that the agent gave is not asked. */
    static FileContent of(byte[] bytes) {
        return StillPicture.of(bytes).<FileContent>map(Picture::new).orElseGet(() -> textOrBytes(bytes));
    }

    private static FileContent textOrBytes(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new Text(text, warnings(text));
        } catch (CharacterCodingException e) {
            return opaque(bytes);
        }
    }

    private static List<Warning> warnings(String text) {
        List<Warning> found = new ArrayList<>();
        int line = 1;
        for (int at = 0; at < text.length() && found.size() < MOST_WARNINGS; line++) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            found.addAll(Warning.in(MESSAGES.text("file.line", line), text.substring(at, next), at));
            at = next;
        }
        return found;
    }

    /** Shows bytes as such, where they are no text, or a picture that can't be drawn. */
    static Opaque opaque(byte[] bytes) {
        HexRows rows = new HexRows(bytes, ROW);
        return new Opaque(IntStream.range(0, Math.min(rows.count(), SHOWN_ROWS)).mapToObj(row -> rows.row(row) + "\n")
                .collect(Collectors.joining()));
    }
}
