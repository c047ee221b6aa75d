package io.millrace.sinks.formats.protobuf;

import io.millrace.sinks.formats.json.PartText;
import io.millrace.sinks.formats.protobuf.ProtoType.Member;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;

/** Reads what a message has of one field, which may be any number of values. Not thread-safe. */
abstract class MemberReader {

    private static final byte[] NOTHING = {};

    final PartReader value;

    private MemberReader(PartReader value) {
        this.value = value;
    }

    static MemberReader of(Member member, Node node) {
        if (node instanceof Node.Elements elements && member.repeated()) {
            return new Repeated(PartReader.of(member.of(), elements.element()), elements);
        }
        if (node instanceof Node.Entries entries) {
            PartReader key = PartReader.of(new ProtoType.Single(member.key()), entries.key());
            return new OfMap(key, PartReader.of(member.of(), entries.value()), entries);
        }
        return member.repeated() || member.key() != null
                ? new Told(member, (Node.Leaf) node)
                : new Singular(PartReader.of(member.of(), node), member);
    }

    /** A message begins. */
    abstract void begin();

    abstract void read(ProtoInput in, int tag, Row row);

    /** It ends. */
    abstract void end(Row row);

    /** A field of one value. */
    private static final class Singular extends MemberReader {

        private final Member member;
        private boolean seen;

        Singular(PartReader value, Member member) {
            super(value);
            this.member = member;
        }

        @Override
        void begin() {
            seen = false;
        }

        @Override
        void read(ProtoInput in, int tag, Row row) {
            if ((tag & 7) != value.wireType()) {
                in.skip(tag);
                return;
            }
            ProtoInput.check(!seen || !(member.of() instanceof ProtoType.Message)); // to be merged, which nobody writes
            seen = true;
            value.read(in, row);
        }

        @Override
        void end(Row row) {
            if (!seen && member.implicit() && value.hasDefault()) {
                value.readDefault(row);
            }
        }
    }

    /** A field of several. */
    private static final class Repeated extends MemberReader {

        private final Node.Elements node;
        private boolean first;

        Repeated(PartReader value, Node.Elements node) {
            super(value);
            this.node = node;
        }

        @Override
        void begin() {
            first = true;
        }

        @Override
        void read(ProtoInput in, int tag, Row row) {
            int wireType = tag & 7;
            if (wireType == value.wireType()) {
                readElement(in, row);
            } else if (wireType == ProtoInput.LENGTH) {
                int end = in.readEnd();
                while (in.at() < end) {
                    readElement(in, row);
                }
                ProtoInput.check(in.at() == end);
            } else {
                in.skip(tag);
            }
        }

        private void readElement(ProtoInput in, Row row) {
            if (first) {
                row.present(node);
            }
            row.entry(node, first);
            first = false;
            value.read(in, row);
        }

        @Override
        void end(Row row) {
            if (first) {
                row.present(node);
            }
        }
    }

    /** A field of keys with values, each a message of two fields. */
    private static final class OfMap extends MemberReader {

        private static final int KEY = 1;
        private static final int VALUE = 2;

        private final PartReader key;
        private final Node.Entries node;
        private boolean first;

        OfMap(PartReader key, PartReader value, Node.Entries node) {
            super(value);
            this.key = key;
            this.node = node;
        }

        @Override
        void begin() {
            first = true;
        }

        @Override
        void read(ProtoInput in, int tag, Row row) {
            if ((tag & 7) != ProtoInput.LENGTH) {
                in.skip(tag);
                return;
            }
            if (first) {
                row.present(node);
            }
            row.entry(node, first);
            first = false;
            boolean hasKey = false;
            boolean hasValue = false;
            int end = in.readEnd();
            while (in.at() < end) {
                int part = in.readTag();
                if (part == (KEY << 3 | key.wireType()) && !hasKey) {
                    hasKey = true;
                    key.read(in, row);
                } else if (part == (VALUE << 3 | value.wireType()) && !hasValue) {
                    hasValue = true;
                    value.read(in, row);
                } else {
                    in.skip(part);
                }
            }
            ProtoInput.check(in.at() == end);
            if (!hasKey) {
                key.readDefault(row);
            }
            if (!hasValue) {
                value.readDefault(row);
            }
        }

        @Override
        void end(Row row) {
            if (first) {
                row.present(node);
            }
        }
    }

    /** A field of several values that is a text in the row. */
    private static final class Told extends MemberReader {

        private final PartText text;
        private final MemberReader reader;
        private final Node.Leaf leaf;
        private boolean begun;

        Told(Member member, Node.Leaf leaf) {
            super(null);
            this.text = new PartText(member.column());
            this.reader = of(member, text.node());
            this.leaf = leaf;
        }

        @Override
        void begin() {
            begun = false;
            reader.begin();
        }

        @Override
        void read(ProtoInput in, int tag, Row row) {
            if (!begun) {
                text.begin(in.bytes());
                begun = true;
            }
            reader.read(in, tag, text.row());
        }

        @Override
        void end(Row row) {
            if (!begun) {
                text.begin(NOTHING);
            }
            reader.end(text.row());
            text.tell(row, leaf);
        }
    }
}
