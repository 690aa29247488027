//! The collector: mark from the roots, sweep lazily (see `alloc`). Non-moving, so offsets stay valid in helpers.
//!
//! It runs only at safepoints (`vm::safepoint`). The roots are the static area, the shared state, the root
//! stack and the chain of frames; a frame's live part is its locals and `sp` slots of its operand stack.
//!
//! The collector believes nothing: a word that names no cell is skipped, and a damaged object can make it
//! keep or drop the wrong cells, never touch anything but the sandbox's memory.

use super::alloc::Heap;
use super::kind::Kind;
use super::layout::{self, Field, FieldKind, Frame};
use super::statics::{self, STATE};
use super::value::Value;

/// The tombstone in a set's slot (see `layout::Set`).
pub const SET_TOMBSTONE: u64 = 4;

impl Heap {
    /// Collects: marks what is reachable and frees the rest.
    pub fn collect(&mut self) {
        self.clear_marks();
        let mut marker = Marker { heap: self, pending: Vec::with_capacity(1024) };
        marker.roots();
        marker.drain();
        self.finish_collection();
    }
}

struct Marker<'a> {
    heap: &'a mut Heap,
    /// Objects that are marked but not traced.
    pending: Vec<u32>,
}

impl Marker<'_> {
    fn roots(&mut self) {
        self.fields(statics::VM_STATE, layout::VmState::LAYOUT.fields);
        for number in 0..statics::TYPE_COUNT {
            let class = statics::type_at(number);
            if self.heap.u32(class) != 0 {
                self.fields(class, layout::Type::LAYOUT.fields);
            }
        }
        let top = STATE.root_top(self.heap).min(statics::ROOT_STACK_END);
        self.words(statics::ROOT_STACK, top.saturating_sub(statics::ROOT_STACK) / 8);
        let mut frame = STATE.frame(self.heap);
        while frame != 0 {
            self.frame(frame);
            let prev = Frame(frame).prev(self.heap);
            // On the frame stack callers lie below; a generator's frame lies in the heap. Anything else is a cycle.
            let on_stack = |f: u32| f < statics::FRAME_STACK_END;
            if on_stack(frame) && on_stack(prev) && prev >= frame {
                break;
            }
            frame = prev;
        }
    }

    fn drain(&mut self) {
        while let Some(object) = self.pending.pop() {
            self.trace(object);
        }
    }

    /// Whether an object or cell may lie at `offset`.
    #[inline]
    fn in_heap(&self, offset: u32) -> bool {
        offset >= statics::HEAP && offset < self.heap.top && offset & 7 == 0
    }

    #[inline]
    fn object(&mut self, offset: u32) {
        if self.in_heap(offset) && self.heap.mark(offset) {
            self.pending.push(offset);
        }
    }

    #[inline]
    fn word(&mut self, word: u64) {
        if word & 3 == 0 {
            self.object(word as u32);
        }
    }

    #[inline]
    fn buffer(&mut self, offset: u32) {
        if self.in_heap(offset) {
            self.heap.mark(offset);
        }
    }

    fn words(&mut self, start: u32, count: u32) {
        for i in 0..count {
            let word = self.heap.u64(start.wrapping_add(i.wrapping_mul(8)));
            self.word(word);
        }
    }

    fn fields(&mut self, object: u32, fields: &[Field]) {
        for field in fields {
            let at = object.wrapping_add(field.offset);
            match field.kind {
                FieldKind::Value => self.word(self.heap.u64(at)),
                FieldKind::Object => self.object(self.heap.u32(at)),
                FieldKind::Buffer => self.buffer(self.heap.u32(at)),
                FieldKind::U32 | FieldKind::U64 => {}
            }
        }
    }

    fn frame(&mut self, frame: u32) {
        let header = Frame(frame);
        let heap = &*self.heap;
        let (code, func, namespace) = (header.code(heap), header.func(heap), header.namespace(heap));
        let live = layout::Code(code).nlocalsplus(heap).saturating_add(header.sp(heap));
        self.object(code);
        self.object(func);
        self.object(namespace);
        self.words(frame.wrapping_add(Frame::SIZE), live.min(1 << 20));
    }

    fn trace(&mut self, object: u32) {
        let class = self.heap.u32(object);
        self.object(class);
        let class = layout::Type(class);
        let kind = Kind(class.kind(self.heap));
        let Some(layout) = kind.layout() else { return };
        self.fields(object, layout.fields);
        let m = &*self.heap;
        match kind {
            Kind::TUPLE => self.words(object + 8, layout::Tuple(object).len(m)),
            Kind::STR if layout::Str(object).state(m) & STR_SHARED != 0 => {
                self.buffer(m.u32(object + layout::Str::SIZE));
            }
            Kind::LIST => {
                let list = layout::List(object);
                self.words(list.items(m), list.len(m).min(list.cap(m)));
            }
            Kind::DICT | Kind::DEFAULT_DICT => {
                let dict = layout::Dict(object);
                let (entries, filled) = (dict.entries(m), dict.filled(m).min(dict.cap(m)));
                for i in 0..filled {
                    self.words(entries.wrapping_add(i * 24 + 8), 2);
                }
            }
            Kind::SET | Kind::FROZENSET => {
                let set = layout::Set(object);
                let table = set.table(m);
                if table != 0 {
                    for i in 0..=set.mask(m) {
                        let key = self.heap.u64(table.wrapping_add(i.wrapping_mul(16)).wrapping_add(8));
                        if key != SET_TOMBSTONE {
                            self.word(key);
                        }
                    }
                }
            }
            Kind::OBJECT | Kind::NAMESPACE => self.instance(object),
            Kind::GENERATOR | Kind::COROUTINE | Kind::ASYNC_GENERATOR => {
                let generator = layout::Generator(object);
                if generator.state(m) != GENERATOR_FINISHED {
                    self.frame(object + layout::Generator::SIZE);
                }
            }
            _ => {
                if std::ptr::eq(layout, &layout::Native::LAYOUT) || layout.name == layout::Native::LAYOUT.name
                {
                    let count = layout::Native(object).count(m).min(1 << 28);
                    self.words(object + layout::Native::SIZE, count);
                }
            }
        }
        if class.dictoffset(self.heap) == 0
            && let Some(place) = payload_end(self.heap, kind, object)
            && class.flags(self.heap) & HAS_DICT != 0
        {
            let dict = self.heap.u32(place);
            self.object(dict);
        }
        if kind != Kind::OBJECT {
            // What subclasses added behind the built-in layout: the dict's offset and slots, a word each.
            let added = class.basicsize(self.heap).saturating_sub(layout.size) / 8;
            self.words(object.wrapping_add(layout.size), added.min(1 << 16));
        }
    }

    fn instance(&mut self, object: u32) {
        let m = &*self.heap;
        let instance = layout::Instance(object);
        let shape = layout::Shape(instance.shape(m));
        let (count, inline) = (shape.count(m), shape.inline_cap(m));
        let (overflow, cap) = (instance.overflow(m), instance.overflow_cap(m));
        let in_dict_mode = shape.mode(m) & 1 != 0;
        // In dictionary mode only the declared slots are left; the class may be another than the one that allocated the rest.
        let live = if in_dict_mode { layout::Type(instance.class(m)).nslots(m) } else { count };
        self.words(object + layout::Instance::SIZE, live.min(inline));
        if in_dict_mode {
            self.object(overflow);
        } else if overflow != 0 {
            self.buffer(overflow);
            self.words(overflow, count.saturating_sub(inline).min(cap));
        }
    }
}

/// `objects::types::flags::HAS_DICT`.
const HAS_DICT: u32 = 4;

/// Where the part of a variable-sized object that its kind prescribes ends: instances of subclasses keep their
/// dict's offset there. `None` for kinds of fixed size.
pub fn payload_end(heap: &Heap, kind: Kind, object: u32) -> Option<u32> {
    let bytes = match kind {
        Kind::TUPLE => layout::Tuple::SIZE.saturating_add(layout::Tuple(object).len(heap).saturating_mul(8)),
        Kind::INT => layout::BigInt::SIZE.saturating_add(layout::BigInt(object).len(heap).saturating_mul(8)),
        Kind::BYTES => layout::Bytes::SIZE.saturating_add(layout::Bytes(object).len(heap)),
        Kind::STR => {
            let string = layout::Str(object);
            layout::Str::SIZE.saturating_add(string.len(heap).saturating_mul(1 << (string.state(heap) & 3)))
        }
        _ => return None,
    };
    Some(object.wrapping_add(bytes).wrapping_add(7) & !7)
}
/// A bit of a string's state: its characters lie in a buffer, whose offset follows the header (`objects::str`).
pub const STR_SHARED: u32 = 16;

/// The state of a generator whose frame is gone (`objects::generator`).
pub const GENERATOR_FINISHED: u32 = 3;

/// Whether `word` would be traced as an object: for assertions in zeal mode.
pub fn is_heap_object(heap: &Heap, value: Value) -> bool {
    value.as_object().is_some_and(|o| o >= statics::HEAP && o < heap.top)
}

impl Heap {
    /// Every cell whose first word names the type at `class`: the objects of that type, and perhaps a free or raw cell
    /// that looks like one. For rare events that must visit all objects of a kind.
    pub fn objects_of(&self, class: u32) -> Vec<u32> {
        self.objects_where(|first| first == class)
    }

    /// The same for the types that `wanted` says.
    pub fn objects_where(&self, wanted: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut found = Vec::new();
        for (number, blocks) in self.blocks.iter().enumerate() {
            let size = super::alloc::CLASSES[number];
            for block in blocks {
                for i in 0..super::alloc::BLOCK / size {
                    if wanted(self.u32(block + i * size)) {
                        found.push(block + i * size);
                    }
                }
            }
        }
        found
    }
}
