package io.millrace.sinks.formats;

import java.io.IOException;

/** Writes records that need nothing but the file: no end, no memory of what was before. */
abstract class TextEncoder implements RecordEncoder {

    final TextFile file;

    TextEncoder(TextFile file) {
        this.file = file;
    }

    @Override
    public void finish() throws IOException {
        file.finish();
    }

    @Override
    public long held() {
        return file.held();
    }

    @Override
    public long spillable() {
        return file.held();
    }

    @Override
    public void spill() throws IOException {
        file.spill();
    }

    @Override
    public void close() {
        file.close();
    }
}
