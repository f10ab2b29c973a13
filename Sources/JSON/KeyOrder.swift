/// How two member names stand to each other in RFC 8785 §3.2.3, by UTF-16 code units
/// (https://www.rfc-editor.org/rfc/rfc8785#section-3.2.3).
enum KeyOrder {
    case ascending, equal, descending

    init(_ left: JSONNode, _ right: JSONNode, in text: Span<UInt8>) {
        guard left.isPlain && right.isPlain else {
            self.init(decoding: left, right, in: text)
            return
        }
        if left.link != right.link {
            self = left.link < right.link ? .ascending : .descending
            return
        }
        let length = min(left.end &- left.start, right.end &- right.start)
        var offset = 8
        while offset < length {
            let (leftByte, rightByte) = (text[left.start &+ offset], text[right.start &+ offset])
            if leftByte != rightByte {
                self = leftByte < rightByte ? .ascending : .descending
                return
            }
            offset &+= 1
        }
        self.init(left.end &- left.start, right.end &- right.start)
    }

    private init(_ left: Int, _ right: Int) {
        self = left < right ? .ascending : left == right ? .equal : .descending
    }

    private init(decoding left: JSONNode, _ right: JSONNode, in text: Span<UInt8>) {
        var leftReader = ScalarReader(left)
        var rightReader = ScalarReader(right)
        while true {
            switch (leftReader.next(in: text), rightReader.next(in: text)) {
            case (nil, nil): self = .equal
            case (nil, _): self = .ascending
            case (_, nil): self = .descending
            case (let leftScalar?, let rightScalar?):
                if leftScalar == rightScalar { continue }
                let ascends = leftScalar.orderInUTF16 < rightScalar.orderInUTF16
                self = ascends ? .ascending : .descending
            }
            return
        }
    }
}
